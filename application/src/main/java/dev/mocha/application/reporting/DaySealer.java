package dev.mocha.application.reporting;

import dev.mocha.application.reporting.SealedDays.Portion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals days in the background: a portion, then a pause in proportion to the time that it took. One
 * thread works on it.
 */
public final class DaySealer {

  private static final Logger LOG = LoggerFactory.getLogger(DaySealer.class);

  /** Few enough to end within a second or two, on a busy machine too. */
  static final int PORTION = 50;

  /** How soon it is noticed that a day has ended, or has changed. */
  static final Duration LOOK = Duration.ofSeconds(1);

  private final SealedDays days;
  private final ReportEncoder form;
  private final int share;
  private final Clock clock;
  private final AtomicLong sealed = new AtomicLong();
  private long ofBacklog;

  /**
   * @param share of the time that may be spent while there are days to be sealed, 1 to 100 percent
   */
  public DaySealer(SealedDays days, ReportEncoder form, int share, Clock clock) {
    this.days = days;
    this.form = form;
    this.share = share;
    this.clock = clock;
  }

  /**
   * Seals a portion of the days that wait for it.
   *
   * @return how long to wait before the next
   */
  public Duration work() {
    Instant begun = clock.instant();
    Portion portion = days.seal(PORTION, form);
    sealed.addAndGet(portion.sealed());
    if (portion.looked() < PORTION) {
      endOfBacklog(portion);
      return LOOK;
    }
    ofBacklog += portion.sealed();
    return Duration.between(begun, clock.instant()).multipliedBy(100L - share).dividedBy(share);
  }

  private void endOfBacklog(Portion last) {
    if (ofBacklog > 0) {
      LOG.info("{} days are sealed, none waits", ofBacklog + last.sealed());
      ofBacklog = 0;
    }
  }

  /** How many days were sealed here since the start. */
  public long sealed() {
    return sealed.get();
  }
}
