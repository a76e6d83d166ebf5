package dev.mocha.http;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.LogEndOffsets;
import dev.mocha.application.rebuilding.MerchantHistory;
import dev.mocha.application.rebuilding.Verification.Findings;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A log of eight records, of which those of merchants are registrations, and days that differ by
 * what a test says; unless a test says how it fails.
 */
public final class HistoryInMemory
    implements EventHistory, LogEndOffsets, MerchantHistory, DayTables {

  /** The log knows no such merchant. */
  public static final MerchantId UNKNOWN = new MerchantId("m-unknown");

  private static final LogPartition MERCHANTS = new LogPartition("mocha.merchants", 0);

  private static final MerchantTerms TERMS =
      new MerchantTerms(
          "Warung", ZoneId.of("Asia/Jakarta"), LocalTime.MIDNIGHT, Currency.getInstance("IDR"), 0);

  private @Nullable RuntimeException failure;
  private Findings healed = Findings.NONE;
  private @Nullable Days asked;

  /** It answers again. */
  public void clear() {
    failure = null;
    healed = Findings.NONE;
    asked = null;
  }

  /** Whatever is asked of it, it fails so. */
  public void fail(RuntimeException with) {
    failure = with;
  }

  /** The days that are computed anew differ by this. */
  public void heal(Findings differences) {
    healed = differences;
  }

  /** The days that were computed anew last; null for none. */
  public @Nullable Days asked() {
    return asked;
  }

  private void answer() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public Map<LogPartition, Long> now() {
    answer();
    return Map.of(GenerationsInMemory.PARTITION, 8L);
  }

  @Override
  public Extent extent(Map<LogPartition, Long> taken) {
    answer();
    return new Extent(List.of(), now());
  }

  @Override
  public Reading open() {
    throw new UnsupportedOperationException("nobody reads it");
  }

  @Override
  public LogPartition ordersOf(MerchantId merchantId) {
    answer();
    return GenerationsInMemory.PARTITION;
  }

  @Override
  public LogPartition termsOf(MerchantId merchantId) {
    answer();
    return MERCHANTS;
  }

  /** Merchants are registered, unless they are {@link #UNKNOWN}. */
  @Override
  public Reading open(MerchantId merchantId) {
    answer();
    return new Reading() {
      @Override
      public void read(Part part, Set<Long> aside, Reader reader) {
        if (part.partition().equals(MERCHANTS) && !merchantId.equals(UNKNOWN)) {
          reader.merchant(new MerchantRegistered(merchantId, TestApplication.NOW, TERMS), 0, null);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Set<Long> aside(String generation, LogPartition partition) {
    return Set.of();
  }

  @Override
  public Findings replace(
      String generation, MerchantId merchantId, Collection<MerchantChange> changes) {
    return Findings.NONE;
  }

  @Override
  public Findings replace(String generation, Days days, LogPartition partition, Orders orders) {
    asked = days;
    return healed;
  }
}
