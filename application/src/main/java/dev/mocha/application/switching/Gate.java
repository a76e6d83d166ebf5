package dev.mocha.application.switching;

import static dev.mocha.application.switching.ComparisonStats.Counted.NEW_ASKED;
import static dev.mocha.application.switching.ComparisonStats.Counted.NEW_FAILED;
import static dev.mocha.application.switching.ComparisonStats.Counted.NEW_STALE;
import static dev.mocha.application.switching.ComparisonStats.Counted.OLD_ASKED;
import static dev.mocha.application.switching.ComparisonStats.Counted.OLD_FAILED;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Latencies.Counts;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Says from what was seen in a term whether the ramp may move on, must wait, or must go back. */
public final class Gate {

  private static final int SLOWEST_OF_A_HUNDRED = 99;

  private final Rules rules;

  public Gate(Rules rules) {
    this.rules = rules;
  }

  /**
   * What is asked for.
   *
   * @param steps shares of merchants in percent, rising
   * @param leastTime of a step
   * @param compared answers of a step at least
   * @param matchRate that must be exceeded with confidence, 0 to 1
   * @param fastEnough up to here the new path may be slower than the old one
   * @param failures of the new path, by which it must not be worse than the old one, 0 to 1: of the
   *     answers asked for, those that failed or were too old
   * @param leastAsked answers of the new path before its failures and its times are judged
   */
  public record Rules(
      List<Integer> steps,
      Duration leastTime,
      long compared,
      BigDecimal matchRate,
      Duration fastEnough,
      BigDecimal failures,
      long leastAsked) {

    public Rules {
      steps = List.copyOf(steps);
      if (steps.isEmpty()
          || !steps.equals(steps.stream().distinct().sorted().toList())
          || steps.getFirst() < 1
          || steps.getLast() > 100) {
        throw new IllegalArgumentException("steps are rising shares of 1 to 100 percent");
      }
    }
  }

  /** What the gate says. */
  public sealed interface Verdict {

    /** The next step may be taken. */
    record GoOn(Setting to) implements Verdict {}

    /** Nothing is broken; what is still missing. */
    record Wait(List<String> missing) implements Verdict {}

    /**
     * Old answers until somebody has looked at it.
     *
     * @param evidence what shows the reason
     */
    record GoBack(Setting to, String reason, ComparisonStats evidence) implements Verdict {}
  }

  /**
   * Judges a term.
   *
   * @param seen by all processes in it: for moving on, and where little was seen lately
   * @param lately seen by all processes in its last minutes, for going back: a long good past does
   *     not hide what has just broken
   */
  public Verdict judge(
      SwitchState state, ComparisonStats seen, ComparisonStats lately, Instant now) {
    Mode mode = state.setting().mode();
    if (!mode.isCompared()) {
      return new Verdict.Wait(List.of("nothing is compared"));
    }
    List<String> wrong = wrong(seen);
    List<String> worse = worse(seen, lately);
    List<String> broken = Stream.concat(wrong.stream(), worse.stream()).toList();
    if (!broken.isEmpty() && mode != Mode.SHADOW) {
      return new Verdict.GoBack(
          state.setting().with(Mode.SHADOW, 0, false),
          String.join("; ", broken),
          wrong.isEmpty() && worse(lately, lately).equals(worse) ? lately : seen);
    }
    List<String> missing = missing(state, seen, now);
    OptionalInt next = next(state.setting());
    if (broken.isEmpty() && missing.isEmpty() && next.isPresent()) {
      return new Verdict.GoOn(
          state.setting().with(Mode.RAMP, next.getAsInt(), state.setting().automatic()));
    }
    return new Verdict.Wait(
        Stream.of(
                broken, missing, next.isPresent() ? List.<String>of() : List.of("no step is left"))
            .flatMap(List::stream)
            .toList());
  }

  /** The share of the next step; none where the new path answers everybody already. */
  OptionalInt next(Setting setting) {
    return switch (setting.mode()) {
      case OLD, SHADOW -> OptionalInt.of(rules.steps().getFirst());
      case RAMP ->
          rules.steps().stream()
              .mapToInt(Integer::intValue)
              .filter(it -> it > setting.share())
              .findFirst();
      case NEW, NEW_ONLY -> OptionalInt.empty();
    };
  }

  private static List<String> wrong(ComparisonStats seen) {
    return Stream.of(Counted.WRONG, Counted.MISSING, Counted.BOUNDARY, Counted.ROUNDING)
        .filter(kind -> seen.of(kind) > 0)
        .map(
            kind ->
                "answers that are %s: %d"
                    .formatted(kind.name().toLowerCase(Locale.ROOT), seen.of(kind)))
        .toList();
  }

  /** By what was seen lately; where that is too little to tell, by the whole term. */
  private List<String> worse(ComparisonStats seen, ComparisonStats lately) {
    var worse = new ArrayList<String>();
    ComparisonStats asked = lately.of(NEW_ASKED) >= rules.leastAsked() ? lately : seen;
    if (asked.of(NEW_ASKED) >= rules.leastAsked()) {
      BigDecimal failing =
          ComparisonStats.rate(asked.of(NEW_FAILED, NEW_STALE), asked.of(NEW_ASKED))
              .subtract(ComparisonStats.rate(asked.of(OLD_FAILED), asked.of(OLD_ASKED)));
      if (failing.compareTo(rules.failures()) > 0) {
        worse.add(
            "the new path fails or is stale %.2f%% more often than the old one"
                .formatted(percent(failing)));
      }
    }
    Counts young = enough(lately.young(), seen.young());
    Counts old = enough(lately.old(), seen.old());
    if (isEnough(young) && isEnough(old) && isSlower(slowest(young), slowest(old))) {
      worse.add(
          "the slowest of a hundred new answers takes %s, of the old ones %s"
              .formatted(slowest(young), slowest(old)));
    }
    ComparisonStats compared = lately.compared() >= rules.compared() ? lately : seen;
    if (compared.compared() >= rules.compared()
        && compared.matchRate().compareTo(rules.matchRate()) <= 0) {
      worse.add("%.3f%% of the answers say the same".formatted(percent(compared.matchRate())));
    }
    return worse;
  }

  private static BigDecimal percent(BigDecimal share) {
    return share.movePointRight(2);
  }

  private Counts enough(Counts some, Counts more) {
    return isEnough(some) ? some : more;
  }

  private boolean isEnough(Counts counts) {
    return counts.total() >= rules.leastAsked();
  }

  private boolean isSlower(Duration young, Duration old) {
    return young.compareTo(rules.fastEnough()) > 0 && young.compareTo(old) > 0;
  }

  private static Duration slowest(Counts counts) {
    return counts.percentile(SLOWEST_OF_A_HUNDRED);
  }

  private List<String> missing(SwitchState state, ComparisonStats seen, Instant now) {
    var missing = new ArrayList<String>();
    if (seen.compared() < rules.compared()) {
      missing.add("%d of %d comparisons".formatted(seen.compared(), rules.compared()));
    }
    if (seen.matchRateAtLeast().compareTo(rules.matchRate()) <= 0) {
      missing.add(
          "the rate of matches is above %.3f%%, and must be above %.3f%%"
              .formatted(percent(seen.matchRateAtLeast()), percent(rules.matchRate())));
    }
    if (seen.of(NEW_ASKED) < rules.leastAsked()) {
      missing.add(
          "%d of %d answers of the new path".formatted(seen.of(NEW_ASKED), rules.leastAsked()));
    }
    Instant end = state.since().plus(rules.leastTime());
    if (now.isBefore(end)) {
      missing.add("the step lasts to %s at least".formatted(end));
    }
    worse(seen, seen).forEach(it -> missing.add("in the whole step: " + it));
    return missing;
  }
}
