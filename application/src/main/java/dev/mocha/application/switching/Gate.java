package dev.mocha.application.switching;

import static dev.mocha.application.switching.ComparisonStats.Kind.CANDIDATE_FAILURES;
import static dev.mocha.application.switching.ComparisonStats.Kind.CANDIDATE_REQUESTS;
import static dev.mocha.application.switching.ComparisonStats.Kind.CANDIDATE_STALE;
import static dev.mocha.application.switching.ComparisonStats.Kind.PRIMARY_FAILURES;
import static dev.mocha.application.switching.ComparisonStats.Kind.PRIMARY_REQUESTS;

import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Decides by the statistics of an epoch whether the ramp advances, waits, or rolls back. */
public final class Gate {

  private final Rules rules;

  public Gate(Rules rules) {
    this.rules = rules;
  }

  /**
   * What each step must show.
   *
   * @param steps shares of merchants in percent, rising
   * @param minDuration of a step
   * @param minComparisons of a step
   * @param minMatchRate that the match rate must exceed with confidence, 0 to 1
   * @param acceptableLatency up to which the 99th percentile of the candidate may exceed that of
   *     the primary
   * @param maxFailureRate by how much the candidate may fail or be stale more often than the
   *     primary fails, 0 to 1
   * @param minRequests to the candidate before its failures and its latencies are judged
   */
  public record Rules(
      List<Integer> steps,
      Duration minDuration,
      long minComparisons,
      BigDecimal minMatchRate,
      Duration acceptableLatency,
      BigDecimal maxFailureRate,
      long minRequests) {

    public Rules {
      steps = List.copyOf(steps);
      if (steps.isEmpty()
          || !steps.equals(steps.stream().distinct().sorted().toList())
          || steps.getFirst() < 1
          || steps.getLast() > 100) {
        throw new IllegalArgumentException("steps must be rising shares of 1 to 100 percent");
      }
    }
  }

  /** What the gate decides. */
  public sealed interface Verdict {

    /** The next step may begin. */
    record Advance(Setting to) implements Verdict {}

    /** The step is not passed yet, for these reasons. */
    record Wait(List<String> reasons) implements Verdict {}

    /**
     * The primary answers until an operator moves the switch again.
     *
     * @param stats the statistics that show the reason
     */
    record RollBack(Setting to, String reason, ComparisonStats stats) implements Verdict {}
  }

  /**
   * Judges an epoch.
   *
   * @param stats of all processes in it: they decide on advancing, and on a rollback where the
   *     recent ones are too few
   * @param recent those of its last minutes: they decide on a rollback, so that a long good past
   *     does not hide a failure
   */
  public Verdict judge(
      SwitchState state, ComparisonStats stats, ComparisonStats recent, Instant now) {
    Mode mode = state.setting().mode();
    if (!mode.isCompared()) {
      return new Verdict.Wait(List.of("nothing is compared in this mode"));
    }
    List<String> mismatches = mismatches(stats);
    List<String> worse = worse(stats, recent);
    List<String> faults = Stream.concat(mismatches.stream(), worse.stream()).toList();
    if (!faults.isEmpty() && mode != Mode.SHADOW) {
      return new Verdict.RollBack(
          state.setting().with(Mode.SHADOW, 0, false),
          String.join("; ", faults),
          mismatches.isEmpty() && worse(recent, recent).equals(worse) ? recent : stats);
    }
    List<String> missing = missing(state, stats, now);
    OptionalInt next = nextStep(state.setting());
    if (faults.isEmpty() && missing.isEmpty() && next.isPresent()) {
      return new Verdict.Advance(
          state.setting().with(Mode.RAMP, next.getAsInt(), state.setting().automatic()));
    }
    var reasons = new ArrayList<>(faults);
    reasons.addAll(missing);
    if (next.isEmpty()) {
      reasons.add("no step is left");
    }
    return new Verdict.Wait(List.copyOf(reasons));
  }

  /** The share of the next step; empty where the candidate answers all merchants. */
  OptionalInt nextStep(Setting setting) {
    return switch (setting.mode()) {
      case PRIMARY, SHADOW -> OptionalInt.of(rules.steps().getFirst());
      case RAMP ->
          rules.steps().stream()
              .mapToInt(Integer::intValue)
              .filter(it -> it > setting.share())
              .findFirst();
      case CANDIDATE, CANDIDATE_ONLY -> OptionalInt.empty();
    };
  }

  private static List<String> mismatches(ComparisonStats stats) {
    return Stream.of(Kind.VALUE, Kind.MISSING, Kind.BOUNDARY, Kind.ROUNDING)
        .filter(it -> stats.of(it) > 0)
        .map(it -> "%s mismatches: %d".formatted(it, stats.of(it)))
        .toList();
  }

  /** By the recent statistics; where they are too few, by those of the whole epoch. */
  private List<String> worse(ComparisonStats stats, ComparisonStats recent) {
    var worse = new ArrayList<String>();
    ComparisonStats requests =
        recent.of(CANDIDATE_REQUESTS) >= rules.minRequests() ? recent : stats;
    if (requests.of(CANDIDATE_REQUESTS) >= rules.minRequests()) {
      BigDecimal excess =
          ComparisonStats.rate(
                  requests.of(CANDIDATE_FAILURES, CANDIDATE_STALE), requests.of(CANDIDATE_REQUESTS))
              .subtract(
                  ComparisonStats.rate(
                      requests.of(PRIMARY_FAILURES), requests.of(PRIMARY_REQUESTS)));
      if (excess.compareTo(rules.maxFailureRate()) > 0) {
        worse.add(
            "the candidate fails or is stale %.2f%% more often than the primary fails"
                .formatted(percent(excess)));
      }
    }
    Latencies candidate = enough(recent.candidate(), stats.candidate());
    Latencies primary = enough(recent.primary(), stats.primary());
    Duration slow = candidate.percentile(99);
    if (isEnough(candidate)
        && isEnough(primary)
        && slow.compareTo(rules.acceptableLatency()) > 0
        && slow.compareTo(primary.percentile(99)) > 0) {
      worse.add(
          "the 99th percentile of the candidate is %d ms, that of the primary is %d ms"
              .formatted(slow.toMillis(), primary.percentile(99).toMillis()));
    }
    ComparisonStats compared = recent.compared() >= rules.minComparisons() ? recent : stats;
    if (compared.compared() >= rules.minComparisons()
        && compared.matchRate().compareTo(rules.minMatchRate()) <= 0) {
      worse.add(
          "the match rate is %.3f%%, it must be above %.3f%%"
              .formatted(percent(compared.matchRate()), percent(rules.minMatchRate())));
    }
    return worse;
  }

  private static BigDecimal percent(BigDecimal rate) {
    return rate.movePointRight(2);
  }

  private Latencies enough(Latencies some, Latencies more) {
    return isEnough(some) ? some : more;
  }

  private boolean isEnough(Latencies latencies) {
    return latencies.total() >= rules.minRequests();
  }

  private List<String> missing(SwitchState state, ComparisonStats stats, Instant now) {
    var missing = new ArrayList<String>();
    if (stats.compared() < rules.minComparisons()) {
      missing.add("%d of %d comparisons".formatted(stats.compared(), rules.minComparisons()));
    }
    if (stats.matchRateLowerBound().compareTo(rules.minMatchRate()) <= 0) {
      missing.add(
          "the match rate is above %.3f%% with confidence, it must be above %.3f%%"
              .formatted(percent(stats.matchRateLowerBound()), percent(rules.minMatchRate())));
    }
    if (stats.of(CANDIDATE_REQUESTS) < rules.minRequests()) {
      missing.add(
          "%d of %d requests to the candidate"
              .formatted(stats.of(CANDIDATE_REQUESTS), rules.minRequests()));
    }
    Instant end = state.since().plus(rules.minDuration());
    if (now.isBefore(end)) {
      missing.add("the step lasts until %s".formatted(end));
    }
    worse(stats, stats).forEach(it -> missing.add("in the whole step: " + it));
    return missing;
  }
}
