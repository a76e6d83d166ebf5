package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.GenerationContents.Content;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Verification.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What operators order: rebuilds, and which generation answers. */
public final class RebuildControl {

  /** A way back must not be one into the past. */
  private static final Duration OLDEST = Duration.ofSeconds(30);

  private static final int PERCENT_OF_LIVE = 150;

  private final Generations generations;
  private final GenerationContents contents;
  private final Map<Source, EventHistory> histories;
  private final LogEndOffsets ends;
  private final Promotion promotion;
  private final int version;
  private final int usualRate;

  /**
   * @param histories those sources that this process can reach
   * @param version of the projection in this process
   * @param usualRate the most events that a rebuild reads a second where its order does not say; 0
   *     for as many as possible
   */
  public RebuildControl(
      Generations generations,
      GenerationContents contents,
      Map<Source, EventHistory> histories,
      LogEndOffsets ends,
      Promotion promotion,
      int version,
      int usualRate) {
    this.generations = generations;
    this.contents = contents;
    this.histories = Map.copyOf(histories);
    this.ends = ends;
    this.promotion = promotion;
    this.version = version;
    this.usualRate = usualRate;
  }

  /** The version of the projection in this process. */
  public int version() {
    return version;
  }

  /** The most events that a rebuild reads a second where its order does not say. */
  public int usualRate() {
    return usualRate;
  }

  /**
   * A generation and how it is.
   *
   * @param content null for one without tables, and while they are filled: they are locked then,
   *     for as long as their keys take to build
   * @param lag records of the log that its stream has not read; empty when it has none, or the
   *     broker is away
   */
  public record Listed(Generation generation, @Nullable Content content, OptionalLong lag) {}

  /** All generations, the newest first. */
  public List<Listed> list() {
    Optional<Map<LogPartition, Long>> now = logEnds();
    return generations.all().stream().map(it -> listed(it, now)).toList();
  }

  /** The generation of this name, and how it is. */
  public Optional<Listed> show(String name) {
    return generations.find(name).map(it -> listed(it, logEnds()));
  }

  private Optional<Map<LogPartition, Long>> logEnds() {
    try {
      return Optional.of(ends.now());
    } catch (LogEndOffsets.NotReachable away) {
      return Optional.empty();
    }
  }

  private Listed listed(Generation generation, Optional<Map<LogPartition, Long>> now) {
    return switch (generation.state()) {
      case BUILDING, FAILED, CANCELLED, RETIRED ->
          new Listed(generation, null, OptionalLong.empty());
      case CATCHING_UP, READY, LIVE, FORMER ->
          new Listed(
              generation,
              contents.content(generation.name()),
              now.map(it -> OptionalLong.of(lag(generation, it))).orElse(OptionalLong.empty()));
    };
  }

  private long lag(Generation generation, Map<LogPartition, Long> now) {
    Map<LogPartition, Long> read = contents.positions(generation.name());
    return now.entrySet().stream()
        .mapToLong(it -> Math.max(0, it.getValue() - read.getOrDefault(it.getKey(), 0L)))
        .sum();
  }

  /** The rebuild of this generation, or the latest one. */
  public Optional<Generation> find(@Nullable String name) {
    return name == null ? generations.all().stream().findFirst() : generations.find(name);
  }

  /**
   * Begins a rebuild; it is carried out by a process with the role {@code consumer}.
   *
   * @throws Generations.Busy when one is in the making
   * @throws NotNow when it could not come to an end
   */
  public Generation start(Order order, RequestedBy action) {
    EventHistory history = histories.get(order.source());
    if (history == null) {
      throw new NotNow(
          "this process has no way to the event store: mocha.postgres.orders.url is not set");
    }
    try {
      history.extent(Map.of());
    } catch (EventHistory.Incomplete cut) {
      throw new NotNow(String.valueOf(cut.getMessage()));
    }
    if (!order.force()) {
      requireSpace();
    }
    return generations.begin(version, order, action);
  }

  /** As much as the generation in use, and half as much again for sorting and what comes since. */
  private void requireSpace() {
    OptionalLong free = contents.freeBytes();
    long needed =
        promotion
            .inUse()
            .map(it -> contents.content(it.name()).bytes() / 100 * PERCENT_OF_LIVE)
            .orElse(0L);
    if (free.isPresent() && free.getAsLong() < needed) {
      throw new NotNow(
          "about %,d MB of disk are needed and %,d MB are free; make room, or force it"
              .formatted(needed >> 20, free.getAsLong() >> 20));
    }
  }

  /**
   * Lets a generation answer.
   *
   * @param name when null the newest that is ready, newer than the one that answers
   * @throws Promotion.Differs when something differs and it is not forced
   * @throws NotNow when there is none that is ready
   */
  public Generation promote(@Nullable String name, boolean force, RequestedBy action) {
    String chosen =
        name != null
            ? name
            : generations.all().stream()
                .filter(it -> it.version() == version)
                .takeWhile(it -> it.state() != State.LIVE)
                .filter(it -> it.state() == State.READY || it.state() == State.FORMER)
                .findFirst()
                .map(Generation::name)
                .orElseThrow(
                    () ->
                        new NotNow(
                            "no generation that is newer than the one that answers is ready"));
    promotion.promote(chosen, force, action);
    return generations.find(chosen).orElseThrow();
  }

  /**
   * Lets the generation answer that did before.
   *
   * @param name of that generation, to go back to no other; null for whichever it is
   * @param force even when it is not up to date
   * @throws NotNow when there is none, or it is not up to date
   */
  public Generation rollBack(@Nullable String name, boolean force, RequestedBy action) {
    Optional<Generation> live = generations.live(version);
    Optional<Generation> former = generations.former(version);
    if (name != null && former.stream().noneMatch(it -> it.name().equals(name))) {
      throw new NotNow(name + " is not the one that answered before");
    }
    if (!force && live.isPresent() && former.isPresent()) {
      requireUpToDate(live.get().name(), former.get().name());
    }
    return generations.find(generations.rollBack(version, action)).orElseThrow();
  }

  private void requireUpToDate(String live, String former) {
    Instant now = contents.content(live).completeTo();
    Instant then = contents.content(former).completeTo();
    if (now != null && (then == null || then.isBefore(now.minus(OLDEST)))) {
      throw new NotNow(
          "%s is complete to %s only, %s to %s; wait, or force it"
              .formatted(former, then, live, now));
    }
  }

  /**
   * Ends the rebuild that is at work.
   *
   * @param name of its generation, to end no other; null for whichever it is
   * @throws NotNow when none is
   */
  public Generation cancel(@Nullable String name, RequestedBy action) {
    return generations.find(generations.cancel(name, action)).orElseThrow();
  }

  /**
   * Gives a generation up.
   *
   * @param name the former one when null
   * @param force even when another version answers from it
   * @throws NotNow when it answers queries, or is in the making, or there is none
   */
  public Generation retire(@Nullable String name, boolean force, RequestedBy action) {
    String chosen =
        name != null
            ? name
            : generations
                .former(version)
                .map(Generation::name)
                .orElseThrow(() -> new NotNow("there is no former generation"));
    generations.retire(chosen, version, force, action);
    return generations.find(chosen).orElseThrow();
  }

  /**
   * Compares a generation with its own rows and with the one that answers; see {@link
   * Promotion#prove}.
   *
   * @return what differs; empty when there is no such generation
   * @throws NotNow when it is not whole, or its rows are of another version
   */
  public Optional<Findings> differences(String name) {
    return generations.find(name).map(promotion::differences);
  }
}
