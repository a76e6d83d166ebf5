package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation: a walk over merchants in the order of their ids, and over days of each.
 *
 * @param cancelled by whom and why; null where it was not
 * @param at how far it is; null before its first step
 * @param rest how long it still waits before its next step
 */
public record ReconciliationRun(
    long id,
    Scope scope,
    RequestedBy action,
    State state,
    Instant begunAt,
    @Nullable Instant endedAt,
    @Nullable RequestedBy cancelled,
    @Nullable Position at,
    Tally tally,
    Duration rest) {

  /** Whether it is still to be carried on. */
  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** How far a sweep is: all merchants before this one are done, and of it the days up to this. */
  public record Position(MerchantId merchant, LocalDate to) {}

  /** How a sweep stands. */
  public enum State {
    RUNNING,
    DONE,
    CANCELLED
  }

  /**
   * What is looked at.
   *
   * @param only these merchants; all when empty
   * @param rate orders a second at most
   * @param repair whether days that differ are computed anew from the log
   * @param offPeak whether it goes on only in the hours that are configured for it
   */
  public record Scope(
      LocalDate from,
      LocalDate to,
      Set<MerchantId> only,
      int rate,
      boolean repair,
      boolean offPeak) {

    public Scope {
      only = Set.copyOf(only);
    }
  }

  /**
   * How much was looked at.
   *
   * @param days with orders on either side
   * @param moving days and terms that changed each time they were looked at, so that nothing is
   *     known of them
   * @param differing days and terms that differed
   * @param healed those of them that are alike now
   */
  public record Tally(
      long merchants, long days, long orders, long moving, long differing, long healed) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          merchants + other.merchants,
          days + other.days,
          orders + other.orders,
          moving + other.moving,
          differing + other.differing,
          healed + other.healed);
    }
  }

  /** What became of a difference. */
  public enum Outcome {
    /** It was reported only. */
    FOUND,
    /** The day was computed anew, and is alike now. */
    HEALED,
    /** The day could not be computed anew, or still differs. */
    NOT_HEALED
  }

  /**
   * A day on which the tables differ.
   *
   * @param date null for the terms of the merchant
   * @param fields the first that differ: {@code one} in the operational tables, {@code other} in
   *     the report tables
   * @param differing how many do
   * @param remark why it is not healed
   */
  public record Finding(
      MerchantId merchantId,
      @Nullable LocalDate date,
      List<FieldDifference> fields,
      int differing,
      Outcome outcome,
      @Nullable String remark) {

    /**
     * After the day was to be computed anew.
     *
     * @param reason why it differs all the same; null where it does not
     */
    Finding settled(@Nullable String reason) {
      return new Finding(
          merchantId,
          date,
          fields,
          differing,
          reason == null ? Outcome.HEALED : Outcome.NOT_HEALED,
          reason);
    }
  }
}
