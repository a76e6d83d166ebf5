package dev.mocha.application.switching;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.domain.ordering.MerchantId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Set;

/**
 * How the switch stands.
 *
 * @param term counts the changes; what is seen of both paths is told for each apart
 * @param setting what holds
 * @param since when it holds
 */
public record SwitchState(long term, Setting setting, Instant since) {

  /** Which path answers. */
  public enum Mode {
    /** The old one; the new one is not asked. */
    OLD,
    /** The old one; the new one is asked aside and compared. */
    SHADOW,
    /** The new one for a share of the merchants, the old one for the others and where it fails. */
    RAMP,
    /** The new one, the old one where it fails. */
    NEW,
    /** The new one; the old one is not asked. */
    NEW_ONLY;

    /** Whether both paths are asked, so that something can be said of the new one. */
    boolean isCompared() {
      return switch (this) {
        case SHADOW, RAMP, NEW -> true;
        case OLD, NEW_ONLY -> false;
      };
    }
  }

  /**
   * What is set.
   *
   * @param share of merchants that the new path answers while the mode is {@code RAMP}, 0 to 100
   *     percent
   * @param always merchants that the new path answers while the mode is {@code RAMP}
   * @param never merchants that it does not answer then, whatever else is set
   * @param automatic whether the gate moves on by itself; it goes back by itself in any case
   */
  public record Setting(
      Mode mode, int share, Set<MerchantId> always, Set<MerchantId> never, boolean automatic) {

    public Setting {
      always = Set.copyOf(always);
      never = Set.copyOf(never);
      if (share < 0 || share > 100) {
        throw new IllegalArgumentException("a share is 0 to 100 percent");
      }
    }

    /** The same in another mode, with another share. */
    public Setting with(Mode other, int newShare, boolean automatically) {
      return new Setting(other, newShare, always, never, automatically);
    }
  }

  private static final int BUCKETS = 10_000;
  private static final int BUCKETS_OF_A_PERCENT = BUCKETS / 100;

  /** Whether the new path answers the merchant. While the share grows, no merchant goes back. */
  public boolean isNew(MerchantId merchant) {
    return switch (setting.mode()) {
      case OLD, SHADOW -> false;
      case RAMP -> isInRamp(merchant);
      case NEW, NEW_ONLY -> true;
    };
  }

  /** Percent of the merchants whom the new path answers, leaving out the exceptions. */
  public int newShare() {
    return switch (setting.mode()) {
      case OLD, SHADOW -> 0;
      case RAMP -> setting.share();
      case NEW, NEW_ONLY -> 100;
    };
  }

  private boolean isInRamp(MerchantId merchant) {
    return !setting.never().contains(merchant)
        && (setting.always().contains(merchant)
            || bucketOf(merchant) < setting.share() * BUCKETS_OF_A_PERCENT);
  }

  /** One of 10,000, the same for a merchant for ever and in every process. */
  private static int bucketOf(MerchantId merchant) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(merchant.value().getBytes(UTF_8));
      return Math.toIntExact(Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), BUCKETS));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
