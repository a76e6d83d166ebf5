package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation. It checks merchants in the order of their ids, and the days of each merchant
 * page by page.
 *
 * @param progress null before its first page
 * @param cancelledBy null where it was not cancelled
 * @param pause how long it still waits before its next page
 */
public record ReconciliationRun(
    long id,
    Scope scope,
    RequestedBy requestedBy,
    State state,
    Instant begunAt,
    @Nullable Instant endedAt,
    @Nullable RequestedBy cancelledBy,
    @Nullable Progress progress,
    Stats stats,
    Duration pause) {

  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** The last page: the run has checked this merchant to this day, and all merchants before it. */
  public record Progress(MerchantId merchant, LocalDate to) {}

  /** The life of a run. */
  public enum State {
    RUNNING,
    DONE,
    CANCELLED
  }

  /**
   * What a run checks.
   *
   * @param merchants all where empty
   * @param rate the maximum number of orders a second
   * @param repair whether it rebuilds days that differ from the log
   * @param offPeak whether it works in the configured hours only
   */
  public record Scope(
      LocalDate from,
      LocalDate to,
      Set<MerchantId> merchants,
      int rate,
      boolean repair,
      boolean offPeak) {

    public Scope {
      merchants = Set.copyOf(merchants);
    }
  }

  /**
   * What a run has checked and found.
   *
   * @param days with orders on either side
   * @param unstable days and terms that changed during each check, so that nothing is known of them
   * @param differing days and terms that differed
   * @param repaired those of them that no longer differ
   */
  public record Stats(
      long merchants, long days, long orders, long unstable, long differing, long repaired) {

    static final Stats NONE = new Stats(0, 0, 0, 0, 0, 0);

    Stats plus(Stats other) {
      return new Stats(
          merchants + other.merchants,
          days + other.days,
          orders + other.orders,
          unstable + other.unstable,
          differing + other.differing,
          repaired + other.repaired);
    }
  }

  /** What became of a difference. */
  public enum Outcome {
    /** The run does not repair, or has not repaired it yet. */
    FOUND,
    /** The day was rebuilt and no longer differs. */
    REPAIRED,
    /** The day could not be rebuilt, or still differs. */
    NOT_REPAIRED
  }

  /**
   * A day, or the terms of a merchant, that differs between the tables.
   *
   * @param date null for the terms
   * @param fields the first that differ
   * @param fieldCount how many fields differ
   * @param remark why it is not repaired
   */
  public record Finding(
      MerchantId merchantId,
      @Nullable LocalDate date,
      List<FieldDifference> fields,
      int fieldCount,
      Outcome outcome,
      @Nullable String remark) {

    /**
     * The finding after the attempt to repair it.
     *
     * @param problem why it still differs; null where it does not
     */
    Finding afterRepair(@Nullable String problem) {
      return new Finding(
          merchantId,
          date,
          fields,
          fieldCount,
          problem == null ? Outcome.REPAIRED : Outcome.NOT_REPAIRED,
          problem);
    }
  }
}
