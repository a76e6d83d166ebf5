package dev.mocha.application.reporting;

import dev.mocha.application.reporting.SealedDays.Portion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals days in the background: a portion, then a pause in proportion to the time that the portion
 * took. One thread runs it.
 */
public final class DaySealer {

  private static final Logger LOG = LoggerFactory.getLogger(DaySealer.class);

  /** A portion takes a second or two, even on a busy machine. */
  static final int PORTION = 50;

  /** The pause while no day is due. */
  static final Duration IDLE_PAUSE = Duration.ofSeconds(1);

  private final SealedDays days;
  private final ReportEncoder encoder;
  private final int share;
  private final Clock clock;
  private final AtomicLong sealed = new AtomicLong();
  private long sealedInBacklog;

  /**
   * @param share the percentage of its time that the thread may spend while days are due, 1 to 100
   */
  public DaySealer(SealedDays days, ReportEncoder encoder, int share, Clock clock) {
    this.days = days;
    this.encoder = encoder;
    this.share = share;
    this.clock = clock;
  }

  /**
   * Seals one portion of the due days.
   *
   * @return the pause until the next portion
   */
  public Duration work() {
    Instant begun = clock.instant();
    Portion portion = days.seal(PORTION, encoder);
    sealed.addAndGet(portion.sealed());
    if (portion.checked() < PORTION) {
      endOfBacklog(portion);
      return IDLE_PAUSE;
    }
    sealedInBacklog += portion.sealed();
    return Duration.between(begun, clock.instant()).multipliedBy(100L - share).dividedBy(share);
  }

  private void endOfBacklog(Portion last) {
    if (sealedInBacklog > 0) {
      LOG.info("sealed {} days; no day is due", sealedInBacklog + last.sealed());
      sealedInBacklog = 0;
    }
  }

  /** The number of days sealed since the start of this process. */
  public long sealed() {
    return sealed.get();
  }
}
