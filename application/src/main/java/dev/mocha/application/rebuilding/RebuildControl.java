package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationContents.Content;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The requests of operators: rebuilds, and which generation is live. */
public final class RebuildControl {

  /** How far the previous generation may be behind the live one at a rollback. */
  private static final Duration MAX_BEHIND = Duration.ofSeconds(30);

  private static final int PERCENT_OF_LIVE = 150;

  private final Generations generations;
  private final GenerationContents contents;
  private final Map<Source, EventHistory> histories;
  private final LogEndOffsets ends;
  private final Promotion promotion;
  private final int version;
  private final int defaultRate;

  /**
   * @param histories the sources that this process can reach
   * @param version of the projection in this process
   * @param defaultRate the most entries per second for a request without a rate; 0 for no limit
   */
  public RebuildControl(
      Generations generations,
      GenerationContents contents,
      Map<Source, EventHistory> histories,
      LogEndOffsets ends,
      Promotion promotion,
      int version,
      int defaultRate) {
    this.generations = generations;
    this.contents = contents;
    this.histories = Map.copyOf(histories);
    this.ends = ends;
    this.promotion = promotion;
    this.version = version;
    this.defaultRate = defaultRate;
  }

  /** The version of the projection in this process. */
  public int version() {
    return version;
  }

  public int defaultRate() {
    return defaultRate;
  }

  /**
   * A generation with its size and its lag.
   *
   * @param content null while its tables are filled, because building keys locks them, and without
   *     tables
   * @param lag records of the log that its stream has not read; empty without a stream, and when
   *     Kafka does not answer
   */
  public record Status(Generation generation, @Nullable Content content, OptionalLong lag) {}

  /** All generations, the newest first. */
  public List<Status> list() {
    Optional<Map<LogPartition, Long>> now = endOffsets();
    return generations.all().stream().map(it -> status(it, now)).toList();
  }

  public Optional<Status> status(String name) {
    return generations.find(name).map(it -> status(it, endOffsets()));
  }

  private Optional<Map<LogPartition, Long>> endOffsets() {
    try {
      return Optional.of(ends.now());
    } catch (LogEndOffsets.NotReachable unavailable) {
      return Optional.empty();
    }
  }

  private Status status(Generation generation, Optional<Map<LogPartition, Long>> now) {
    return switch (generation.state()) {
      case BUILDING, FAILED, CANCELLED, RETIRED ->
          new Status(generation, null, OptionalLong.empty());
      case CATCHING_UP, READY, LIVE, PREVIOUS ->
          new Status(
              generation,
              contents.content(generation.name()),
              now.map(it -> OptionalLong.of(contents.lag(generation.name(), it)))
                  .orElse(OptionalLong.empty()));
    };
  }

  /**
   * A generation.
   *
   * @param name null for the newest
   */
  public Optional<Generation> find(@Nullable String name) {
    return name == null ? generations.all().stream().findFirst() : generations.find(name);
  }

  /**
   * Requests a rebuild. A process with the role {@code consumer} carries it out.
   *
   * @throws Generations.Busy when a rebuild is running
   * @throws Rejected when the rebuild could not succeed
   */
  public Generation start(RebuildRequest request, RequestedBy requestedBy) {
    EventHistory history = histories.get(request.source());
    if (history == null) {
      throw new Rejected(
          "this process cannot reach the event store; set mocha.postgres.orders.url");
    }
    try {
      history.extent(Map.of());
    } catch (EventHistory.Incomplete incomplete) {
      throw new Rejected(String.valueOf(incomplete.getMessage()));
    }
    if (!request.force()) {
      requireSpace();
    }
    return generations.begin(version, request, requestedBy);
  }

  /** As much as the reference takes, and half as much for sorting and for what comes meanwhile. */
  private void requireSpace() {
    OptionalLong free = contents.freeBytes();
    long needed =
        promotion
            .reference()
            .map(it -> contents.content(it.name()).bytes() / 100 * PERCENT_OF_LIVE)
            .orElse(0L);
    if (free.isPresent() && free.getAsLong() < needed) {
      throw new Rejected(
          "a rebuild needs about %,d MB of disk, and %,d MB are free; free some space, or force the rebuild"
              .formatted(needed >> 20, free.getAsLong() >> 20));
    }
  }

  /**
   * Makes a generation live.
   *
   * @param name null for the newest that is ready and newer than the live one
   * @throws Promotion.Differs when days differ and the promotion is not forced
   * @throws Rejected when no such generation is ready
   */
  public Generation promote(@Nullable String name, boolean force, RequestedBy requestedBy) {
    String chosen =
        name != null
            ? name
            : generations.all().stream()
                .filter(it -> it.version() == version)
                .takeWhile(it -> it.state() != State.LIVE)
                .filter(it -> it.state() == State.READY || it.state() == State.PREVIOUS)
                .findFirst()
                .map(Generation::name)
                .orElseThrow(
                    () -> new Rejected("no generation that is newer than the live one is ready"));
    promotion.promote(chosen, force, requestedBy);
    return generations.find(chosen).orElseThrow();
  }

  /**
   * Makes the previous generation live.
   *
   * @param name the expected name of the previous generation; null for any
   * @param force even when it is behind
   * @throws Rejected when there is none, or it is behind
   */
  public Generation rollBack(@Nullable String name, boolean force, RequestedBy requestedBy) {
    Optional<Generation> live = generations.live(version);
    Optional<Generation> previous = generations.previous(version);
    if (name != null && previous.stream().noneMatch(it -> it.name().equals(name))) {
      throw new Rejected(name + " is not the previous generation");
    }
    if (!force && live.isPresent() && previous.isPresent()) {
      requireUpToDate(live.get().name(), previous.get().name());
    }
    return generations.find(generations.rollBack(version, requestedBy)).orElseThrow();
  }

  private void requireUpToDate(String live, String previous) {
    Instant now = contents.content(live).completeTo();
    Instant then = contents.content(previous).completeTo();
    if (now != null && (then == null || then.isBefore(now.minus(MAX_BEHIND)))) {
      throw new Rejected(
          "%s is complete to %s, %s to %s; wait, or force the rollback"
              .formatted(previous, then == null ? "an unknown time" : then, live, now));
    }
  }

  /**
   * Cancels the running rebuild.
   *
   * @param name the expected name of its generation; null for any
   * @throws Rejected when no such rebuild is running
   */
  public Generation cancel(@Nullable String name, RequestedBy requestedBy) {
    return generations.find(generations.cancel(name, requestedBy)).orElseThrow();
  }

  /**
   * Retires a generation.
   *
   * @param name null for the previous one
   * @param force even when it is the live generation of another version
   * @throws Rejected when it is live, or being rebuilt, or there is none
   */
  public Generation retire(@Nullable String name, boolean force, RequestedBy requestedBy) {
    String chosen =
        name != null
            ? name
            : generations
                .previous(version)
                .map(Generation::name)
                .orElseThrow(() -> new Rejected("there is no previous generation"));
    generations.retire(chosen, version, force, requestedBy);
    return generations.find(chosen).orElseThrow();
  }

  /**
   * Verifies a generation; see {@link Promotion#verify}.
   *
   * @return what differs; empty when there is no such generation
   * @throws Rejected when it is not complete, or another version fills it
   */
  public Optional<DayDifferences> verify(String name) {
    Optional<Generation> generation = generations.find(name);
    generation.ifPresent(it -> Promotion.requireComplete(it, version));
    return generation.map(promotion::verify);
  }
}
