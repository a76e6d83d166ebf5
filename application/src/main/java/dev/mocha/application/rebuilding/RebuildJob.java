package dev.mocha.application.rebuilding;

import dev.mocha.application.process.Pause;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkTables.Load;
import dev.mocha.application.rebuilding.EventHistory.Incomplete;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.Cancelled;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.Promotion.Differs;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the rebuild that was requested. Its progress is in the database, so that another
 * process, or this one after a crash, resumes it.
 */
public final class RebuildJob {

  private static final Logger LOG = LoggerFactory.getLogger(RebuildJob.class);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  /** A rebuild that keeps failing without progress fails for good after this time. */
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(10);

  private final Generations generations;
  private final GenerationContents contents;
  private final Map<Source, EventHistory> histories;
  private final BulkTables tables;
  private final BulkLoader loader;
  private final LogEndOffsets ends;
  private final Promotion promotion;
  private final Clock clock;
  private final int version;
  private @Nullable Stall stall;

  /** The progress of a rebuild when it failed, and since when it has made none. */
  private record Stall(String generation, Phase phase, long done, Instant since) {

    boolean isOutdatedBy(Stall now) {
      return !generation.equals(now.generation) || phase != now.phase || done < now.done;
    }
  }

  /** The event store cannot be loaded; another attempt would fail, too. */
  private static final class UnloadableEventStore extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnloadableEventStore(IrregularHistory cause) {
      super("the event store cannot be loaded: " + cause.getMessage(), cause);
    }
  }

  /**
   * @param histories the sources that this process can reach
   * @param version of the projection in this process
   */
  public RebuildJob(
      Generations generations,
      GenerationContents contents,
      Map<Source, EventHistory> histories,
      BulkTables tables,
      BulkLoader loader,
      LogEndOffsets ends,
      Promotion promotion,
      Clock clock,
      int version) {
    this.generations = generations;
    this.contents = contents;
    this.histories = Map.copyOf(histories);
    this.tables = tables;
    this.loader = loader;
    this.ends = ends;
    this.promotion = promotion;
    this.clock = clock;
    this.version = version;
  }

  /** Carries out what is pending, unless another process does; returns when nothing is left. */
  public void work() {
    if (generations.all().stream().anyMatch(it -> isMine(it) || it.hasUnusedTables())) {
      generations.runExclusively(
          () -> {
            generations.dropUnused();
            generations.all().stream().filter(this::isMine).findFirst().ifPresent(this::rebuild);
          });
    }
  }

  private boolean isMine(Generation generation) {
    return generation.version() == version
        && (generation.state().isRebuilding() || awaitsPromotion(generation))
        && histories.containsKey(generation.request().source());
  }

  /** The process that built it ended before it could promote it. */
  private static boolean awaitsPromotion(Generation generation) {
    return generation.state() == State.READY
        && generation.request().promote()
        && generation.failure() == null;
  }

  private void rebuild(Generation generation) {
    String name = generation.name();
    try {
      if (generation.state() == State.BUILDING) {
        LOG.info("rebuild of {} starts from {}", name, generation.request().source());
        fill(generation);
        generations.recordFailure(name, null);
      }
      if (generation.state().isRebuilding()) {
        catchUp(name);
        verify(name);
      }
      promoteIfRequested(generation);
    } catch (Cancelled | CancellationException ended) {
      LOG.info("{}: {}", name, ended.getMessage());
    } catch (Incomplete | UnloadableEventStore fatal) {
      generations.fail(name, String.valueOf(fatal.getMessage()));
      LOG.error("rebuild of {} failed: {}", name, fatal.getMessage());
    } catch (RuntimeException failed) {
      backOff(generation, failed);
    }
  }

  /** The next {@link #work} tries again: the database or Kafka may have been unavailable. */
  private void backOff(Generation generation, RuntimeException failed) {
    String name = generation.name();
    if (!failed.toString().equals(generation.failure())) {
      LOG.warn("rebuild of {} failed and will be tried again", name, failed);
    }
    Generation failing = generations.find(name).orElseThrow();
    if (!failing.state().isRebuilding()) {
      return;
    }
    Progress reached = failing.progress();
    var now = new Stall(name, reached.phase(), reached.done(), clock.instant());
    if (stall == null || stall.isOutdatedBy(now)) {
      stall = now;
    }
    if (stall.since().isBefore(now.since().minus(STALL_TIMEOUT))) {
      generations.fail(name, failed.toString());
    } else {
      generations.recordFailure(name, failed.toString());
    }
  }

  private void fill(Generation generation) {
    String name = generation.name();
    EventHistory history = histories.get(generation.request().source());
    if (history == null) {
      throw new IllegalStateException("cannot reach " + generation.request().source());
    }
    try {
      Load load = tables.load(name).orElseGet(() -> begin(name, history));
      var throttle = new RebuildThrottle(generation.request().rate());
      try (var _ = new ProgressReport(generations, name, load, throttle, clock)) {
        loader.load(name, load, history, throttle);
      }
      LOG.info("{}: {} entries are loaded, indexing starts", name, load.total());
      generations.recordProgress(
          name, new Progress(Phase.INDEXING, load.total(), load.total(), 0, clock.instant()));
      tables.complete(name);
    } catch (IrregularHistory irregular) {
      requireLog(generation, irregular);
      LOG.warn(
          "{} cannot be loaded in bulk; its stream fills it from the beginning of the log: {}",
          name,
          irregular.getMessage());
      tables.empty(name);
    }
    generations.startCatchingUp(name);
    LOG.info("{} is filled, catching up starts", name);
  }

  /** A stream cannot replace the event store: the log may lack the first events, or be wrong. */
  private static void requireLog(Generation generation, IrregularHistory irregular) {
    if (generation.request().source() != Source.LOG) {
      throw new UnloadableEventStore(irregular);
    }
  }

  private Load begin(String name, EventHistory history) {
    Optional<Generation> reference = promotion.reference();
    Map<LogPartition, Long> offsets =
        reference.map(it -> contents.streamOffsets(it.name())).orElse(Map.of());
    tables.begin(name, history.extent(offsets), reference.map(Generation::name).orElse(""));
    return tables.load(name).orElseThrow();
  }

  /** Waits until the stream has reached the present ends of all partitions. */
  private void catchUp(String name) {
    Map<LogPartition, Long> goal = ends.now();
    long total = goal.values().stream().mapToLong(Long::longValue).sum();
    long done = -1;
    Instant moved = clock.instant();
    while (done < total) {
      long now = total - contents.lag(name, goal);
      if (now > done) {
        moved = clock.instant();
      } else if (moved.isBefore(clock.instant().minus(STALL_TIMEOUT))) {
        throw new IllegalStateException("the stream of " + name + " is stopped; see its health");
      }
      done = now;
      generations.recordProgress(
          name, new Progress(Phase.CATCHING_UP, done, total, 0, clock.instant()));
      if (done < total) {
        Pause.of(POLL_INTERVAL);
      }
    }
  }

  private void verify(String name) {
    generations.recordProgress(name, new Progress(Phase.VERIFYING, 0, 0, 0, clock.instant()));
    DayDifferences differences = promotion.verify(generations.find(name).orElseThrow());
    generations.setReady(name);
    LOG.info("{} is ready; {} days differ", name, differences.total());
  }

  private void promoteIfRequested(Generation generation) {
    if (!generation.request().promote()) {
      return;
    }
    String name = generation.name();
    try {
      promotion.promote(name, generation.request().force(), generation.requestedBy());
    } catch (Differs | Rejected rejected) {
      generations.recordFailure(name, rejected.getMessage());
      LOG.error("{} is not promoted: {}", name, rejected.getMessage());
    }
  }
}
