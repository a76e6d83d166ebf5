package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A projection's tables, filled by one version of the projection.
 *
 * @param name of its schema and of its stream
 * @param version of the projection that fills it
 * @param hasUnusedTables whether it has ended and its tables are not dropped yet
 * @param verified the result of the last verification; null before the first
 * @param failure why its rebuild failed, or the reason for which the rebuild or its promotion
 *     waits; null for neither
 */
public record Generation(
    String name,
    int version,
    State state,
    RebuildRequest request,
    RequestedBy requestedBy,
    Progress progress,
    Instant createdAt,
    @Nullable Instant readyAt,
    @Nullable Instant promotedAt,
    boolean hasUnusedTables,
    @Nullable Verified verified,
    @Nullable String failure) {

  /** The states of a generation, in the order of its life. */
  public enum State {
    /** A rebuild fills its tables. */
    BUILDING,
    /** Its stream reads what came since the tables were filled; then it is verified. */
    CATCHING_UP,
    /** It is complete, its stream keeps it up to date, and it can be promoted. */
    READY,
    /** It answers the queries. */
    LIVE,
    /** It was live before, and is kept up to date for a rollback. */
    PREVIOUS,
    /** Its rebuild failed; its tables are dropped. */
    FAILED,
    /** Its rebuild was cancelled; its tables are dropped. */
    CANCELLED,
    /** It is no longer needed; its tables are dropped. */
    RETIRED;

    /** Whether a rebuild works on it. */
    public boolean isRebuilding() {
      return this == BUILDING || this == CATCHING_UP;
    }
  }

  /** The phases of a rebuild. */
  public enum Phase {
    /** Reads events and writes rows. */
    LOADING,
    /** Merges partial days, builds keys, projects late events. */
    INDEXING,
    /** Waits until the stream has read what came since. */
    CATCHING_UP,
    /** Compares the generation with its own orders and with the live generation. */
    VERIFYING,
    /** The rebuild has ended. */
    DONE
  }

  /**
   * How far a rebuild is.
   *
   * @param done entries of the history that are read
   * @param total entries of the history
   * @param throughput entries per second, lately
   */
  public record Progress(
      Phase phase, long done, long total, long throughput, @Nullable Instant at) {

    /** How long loading still takes at this throughput; empty when unknown. */
    public Optional<Duration> remaining() {
      return phase == Phase.LOADING && throughput > 0
          ? Optional.of(Duration.ofSeconds(Math.max(0, total - done) / throughput))
          : Optional.empty();
    }
  }

  /** The result of a verification. */
  public record Verified(long differingDays, Instant at) {}
}
