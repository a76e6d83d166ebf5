package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A projection's tables, filled with all events by one version of the code.
 *
 * @param name of the schema that holds it, and of the stream that keeps it up to date
 * @param version of the projection that fills it
 * @param order what was asked for
 * @param asked by whom, and why
 * @param hasUnusedTables whether it still has tables though nobody wants them
 * @param proof what comparing found last; null before
 * @param failure why it could not be built, or what building waits for; null for neither
 */
public record Generation(
    String name,
    int version,
    State state,
    Order order,
    RequestedBy asked,
    Progress progress,
    Instant createdAt,
    @Nullable Instant readyAt,
    @Nullable Instant promotedAt,
    boolean hasUnusedTables,
    @Nullable Proof proof,
    @Nullable String failure) {

  /** Where in its life it is. */
  public enum State {
    /** A rebuild fills its tables. */
    BUILDING,
    /** Its stream goes on from where filling ended, until it is up to date and proven. */
    CATCHING_UP,
    /** It is whole and kept up to date. */
    READY,
    /** It answers the queries. */
    LIVE,
    /** It answered them before, and is kept up to date for the way back. */
    FORMER,
    /** It could not be built; its tables go. */
    FAILED,
    /** Somebody ended its rebuild; its tables go. */
    CANCELLED,
    /** It was given up; its tables go. */
    RETIRED;

    /** Whether a rebuild is at work on it. */
    public boolean isInTheMaking() {
      return this == BUILDING || this == CATCHING_UP;
    }
  }

  /** Where a rebuild takes the events from. */
  public enum Source {
    LOG,
    EVENT_STORE
  }

  /**
   * What a rebuild is asked for.
   *
   * @param promote whether the generation shall answer as soon as it is proven
   * @param force whether it is promoted whatever is found
   * @param rate the most events read a second; 0 for as many as possible
   */
  public record Order(Source source, boolean promote, boolean force, int rate) {}

  /** What a rebuild is at. */
  public enum Phase {
    /** Events are read and folded, rows are written. */
    LOADING,
    /** Keys, days that came in pieces, late events. */
    COMPLETING,
    /** The stream reads what came since. */
    CATCHING_UP,
    /** The generation is compared with the one that answers. */
    PROVING,
    /** Nothing more to do. */
    DONE
  }

  /**
   * How far a rebuild is.
   *
   * @param done positions of the history dealt with
   * @param total positions there are
   * @param rate of late, in positions a second
   */
  public record Progress(Phase phase, long done, long total, long rate, @Nullable Instant at) {

    /** How long loading goes on at this rate; empty when that cannot be told. */
    public Optional<Duration> left() {
      return phase == Phase.LOADING && rate > 0
          ? Optional.of(Duration.ofSeconds(Math.max(0, total - done) / rate))
          : Optional.empty();
    }
  }

  /**
   * What comparing found.
   *
   * @param days that differ
   */
  public record Proof(long days, Instant at) {}
}
