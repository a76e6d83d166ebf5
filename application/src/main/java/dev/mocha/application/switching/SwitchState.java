package dev.mocha.application.switching;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.domain.ordering.MerchantId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Set;

/**
 * The state of the switch.
 *
 * @param epoch counts the changes; each epoch has its own statistics
 * @param since when the epoch began
 */
public record SwitchState(long epoch, Setting setting, Instant since) {

  /** Which path answers merchants' apps. */
  public enum Mode {
    /** The primary; the candidate gets no requests. */
    PRIMARY,
    /** The primary; the candidate's responses are compared with it. */
    SHADOW,
    /** The candidate for a share of the merchants; the primary for the others, or on a failure. */
    RAMP,
    /** The candidate; the primary on a failure. */
    CANDIDATE,
    /** The candidate; the primary gets no requests. */
    CANDIDATE_ONLY;

    /** Whether responses of both paths are compared. */
    boolean isCompared() {
      return switch (this) {
        case SHADOW, RAMP, CANDIDATE -> true;
        case PRIMARY, CANDIDATE_ONLY -> false;
      };
    }
  }

  /**
   * What an operator or the gate sets.
   *
   * @param share of merchants that the candidate answers in the mode {@code RAMP}, 0 to 100 percent
   * @param always merchants that the candidate answers in the mode {@code RAMP}
   * @param never merchants that the primary answers in the mode {@code RAMP}, whatever else is set
   * @param automatic whether the gate advances the ramp; it rolls back in any case
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

    public Setting with(Mode newMode, int newShare, boolean newAutomatic) {
      return new Setting(newMode, newShare, always, never, newAutomatic);
    }
  }

  private static final int BUCKETS = 10_000;
  private static final int BUCKETS_OF_A_PERCENT = BUCKETS / 100;

  /**
   * Whether the candidate answers the merchant. While the share grows no merchant returns to the
   * primary.
   */
  public boolean usesCandidate(MerchantId merchant) {
    return switch (setting.mode()) {
      case PRIMARY, SHADOW -> false;
      case RAMP -> isInRamp(merchant);
      case CANDIDATE, CANDIDATE_ONLY -> true;
    };
  }

  /** Percent of the merchants that the candidate answers, without the exceptions. */
  public int candidateShare() {
    return switch (setting.mode()) {
      case PRIMARY, SHADOW -> 0;
      case RAMP -> setting.share();
      case CANDIDATE, CANDIDATE_ONLY -> 100;
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
