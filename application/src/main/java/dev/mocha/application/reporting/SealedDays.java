package dev.mocha.application.reporting;

/**
 * The sealed days of the live generation. A seal records what it was made of, and is used only
 * while the tables still hold the same; so sealing affects speed, never correctness.
 */
public interface SealedDays {

  /**
   * The result of sealing.
   *
   * @param checked the number of days that were checked
   * @param sealed how many of them were final and are sealed now
   */
  record Portion(int checked, int sealed) {

    /** No day was due, or another process seals at this time. */
    public static final Portion NONE = new Portion(0, 0);
  }

  /**
   * Checks days that are over and have changed since their last check, the most recent day first,
   * and seals those that are final.
   *
   * @param limit the maximum number of days to check
   */
  Portion seal(int limit, ReportEncoder encoder);

  /** The number of due days: those that are over, and those whose end is not known yet. */
  long due();
}
