package dev.mocha.application.reporting;

/**
 * The sealed days of the generation that answers. A seal knows what it was made of and is used
 * while that is what the tables hold, so sealing is a matter of speed and never of truth.
 */
public interface SealedDays {

  /**
   * What a look at days came to.
   *
   * @param looked days that were looked at
   * @param sealed those of them that were final
   */
  record Portion(int looked, int sealed) {

    /** Nothing to do, or another process does it. */
    public static final Portion NONE = new Portion(0, 0);
  }

  /**
   * Looks at days that are over and have changed since they were looked at last, those that ended
   * last first, and seals those that are final.
   *
   * @param most days to be looked at
   */
  Portion seal(int most, ReportEncoder form);

  /**
   * How many days wait to be looked at: those that are over, and those of which it is not known.
   */
  long due();
}
