package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkTables.Begun;
import dev.mocha.application.rebuilding.EventHistory.Incomplete;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.Cancelled;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Promotion.Differs;
import dev.mocha.application.rebuilding.Verification.Findings;
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
 * Carries out the rebuild that was asked for. How far it is stands in the database, so that another
 * process, or this one after a crash, goes on with it.
 */
public final class RebuildJob {

  private static final Logger LOG = LoggerFactory.getLogger(RebuildJob.class);

  private static final Duration LOOK = Duration.ofMillis(200);

  /** A rebuild that fails again and has come no further for so long is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Generations generations;
  private final GenerationContents contents;
  private final Map<Source, EventHistory> histories;
  private final BulkTables tables;
  private final BulkLoader filling;
  private final LogEndOffsets ends;
  private final Promotion promotion;
  private final Clock clock;
  private final int version;
  private @Nullable Standstill standstill;

  /** How far a rebuild was when it failed, and since when it has come no further. */
  private record Standstill(String generation, Phase phase, long done, Instant since) {

    boolean isBehind(Standstill now) {
      return !generation.equals(now.generation) || phase != now.phase || done < now.done;
    }
  }

  /** Trying again would end the same. */
  private static final class Hopeless extends RuntimeException {
    private static final long serialVersionUID = 1;

    Hopeless(IrregularHistory cause) {
      super("the event store cannot be loaded: " + cause.getMessage(), cause);
    }
  }

  /**
   * @param histories those sources that this process can reach
   * @param version of the projection in this process
   */
  public RebuildJob(
      Generations generations,
      GenerationContents contents,
      Map<Source, EventHistory> histories,
      BulkTables tables,
      BulkLoader filling,
      LogEndOffsets ends,
      Promotion promotion,
      Clock clock,
      int version) {
    this.generations = generations;
    this.contents = contents;
    this.histories = Map.copyOf(histories);
    this.tables = tables;
    this.filling = filling;
    this.ends = ends;
    this.promotion = promotion;
    this.clock = clock;
    this.version = version;
  }

  /** Does what there is to do, unless another process does it. Returns when nothing is left. */
  public void work() {
    if (generations.all().stream().anyMatch(it -> isMine(it) || it.hasUnusedTables())) {
      generations.exclusively(
          () -> {
            generations.dropUnused();
            generations.all().stream().filter(this::isMine).findFirst().ifPresent(this::build);
          });
    }
  }

  private boolean isMine(Generation generation) {
    return generation.version() == version
        && (generation.state().isInTheMaking() || isToBePromoted(generation))
        && histories.containsKey(generation.order().source());
  }

  /** The process that built it has ended before it could. */
  private static boolean isToBePromoted(Generation generation) {
    return generation.state() == State.READY
        && generation.order().promote()
        && generation.failure() == null;
  }

  private void build(Generation generation) {
    String name = generation.name();
    try {
      if (generation.state() == State.BUILDING) {
        LOG.info("{} is being built from the {}", name, generation.order().source());
        fill(generation);
        generations.waits(name, null);
      }
      if (generation.state().isInTheMaking()) {
        catchUp(name);
        prove(name);
      }
      promoteAsOrdered(generation);
    } catch (Cancelled | CancellationException ended) {
      LOG.info("{}: {}", name, ended.getMessage());
    } catch (Incomplete | Hopeless impossible) {
      generations.failed(name, String.valueOf(impossible.getMessage()));
      LOG.error("{} cannot be built: {}", name, impossible.getMessage());
    } catch (RuntimeException failed) {
      putOff(generation, failed);
    }
  }

  /** What fails is tried again: a database or a broker that is away comes back. */
  private void putOff(Generation generation, RuntimeException failed) {
    String name = generation.name();
    if (!failed.toString().equals(generation.failure())) {
      LOG.warn("the rebuild of {} waits", name, failed);
    }
    Generation failing = generations.find(name).orElseThrow();
    if (!failing.state().isInTheMaking()) {
      return;
    }
    Progress reached = failing.progress();
    var now = new Standstill(name, reached.phase(), reached.done(), clock.instant());
    if (standstill == null || standstill.isBehind(now)) {
      standstill = now;
    }
    if (standstill.since().isBefore(now.since().minus(PATIENCE))) {
      generations.failed(name, failed.toString());
    } else {
      generations.waits(name, failed.toString());
    }
  }

  private void fill(Generation generation) {
    String name = generation.name();
    EventHistory history = histories.get(generation.order().source());
    if (history == null) {
      throw new IllegalStateException("no way to " + generation.order().source());
    }
    try {
      Begun begun = tables.begun(name).orElseGet(() -> begin(name, history));
      var pace = new RebuildThrottle(generation.order().rate());
      try (var _ = new ProgressReport(generations, name, begun, pace, clock)) {
        filling.load(name, begun, history, pace);
      }
      LOG.info("{}: {} positions are loaded, keys come next", name, begun.total());
      generations.progress(
          name, new Progress(Phase.COMPLETING, begun.total(), begun.total(), 0, clock.instant()));
      tables.complete(name);
    } catch (IrregularHistory irregular) {
      requireLog(generation, irregular);
      LOG.warn(
          "{} is filled by its stream from the beginning, because the history is irregular: {}",
          name,
          irregular.getMessage());
      tables.empty(name);
    }
    generations.filled(name, Phase.CATCHING_UP);
    LOG.info("{} is filled, and catches up", name);
  }

  /** The log may not reach back to its beginning, or is in doubt. */
  private static void requireLog(Generation generation, IrregularHistory irregular) {
    if (generation.order().source() != Source.LOG) {
      throw new Hopeless(irregular);
    }
  }

  private Begun begin(String name, EventHistory history) {
    Optional<Generation> inUse = promotion.inUse();
    Map<LogPartition, Long> taken = inUse.map(it -> contents.positions(it.name())).orElse(Map.of());
    tables.begin(name, history.extent(taken), inUse.map(Generation::name).orElse(""));
    return tables.begun(name).orElseThrow();
  }

  /** Judged for each partition, against the ends as they are now. */
  private void catchUp(String name) {
    Map<LogPartition, Long> goal = ends.now();
    long total = goal.values().stream().mapToLong(Long::longValue).sum();
    long done = -1;
    Instant moved = clock.instant();
    while (done < total) {
      long now = total - left(name, goal);
      if (now > done) {
        moved = clock.instant();
      } else if (moved.isBefore(clock.instant().minus(PATIENCE))) {
        throw new IllegalStateException("its stream stands still; its health says why");
      }
      done = now;
      generations.progress(name, new Progress(Phase.CATCHING_UP, done, total, 0, clock.instant()));
      if (done < total) {
        pause();
      }
    }
  }

  private long left(String name, Map<LogPartition, Long> goal) {
    Map<LogPartition, Long> read = contents.positions(name);
    return goal.entrySet().stream()
        .mapToLong(it -> Math.max(0, it.getValue() - read.getOrDefault(it.getKey(), 0L)))
        .sum();
  }

  private void prove(String name) {
    generations.progress(name, new Progress(Phase.PROVING, 0, 0, 0, clock.instant()));
    Generation generation = generations.find(name).orElseThrow();
    Findings findings = promotion.prove(generation);
    generations.ready(name);
    LOG.info("{} is ready; {} days differ", name, findings.days());
  }

  private void promoteAsOrdered(Generation generation) {
    if (!generation.order().promote()) {
      return;
    }
    String name = generation.name();
    try {
      promotion.promote(name, generation.order().force(), generation.asked());
    } catch (Differs | NotNow refused) {
      generations.waits(name, refused.getMessage());
      LOG.error("{} is not promoted: {}", name, refused.getMessage());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("this process ends");
    }
  }
}
