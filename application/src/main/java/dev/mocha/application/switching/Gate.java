package dev.mocha.application.switching;

import static dev.mocha.application.switching.Seen.Counted.NEW_ASKED;
import static dev.mocha.application.switching.Seen.Counted.NEW_FAILED;
import static dev.mocha.application.switching.Seen.Counted.NEW_STALE;
import static dev.mocha.application.switching.Seen.Counted.OLD_ASKED;
import static dev.mocha.application.switching.Seen.Counted.OLD_FAILED;

import dev.mocha.application.switching.Seen.Counted;
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

    /** Old answers until somebody has looked at it. */
    record GoBack(Setting to, String reason) implements Verdict {}
  }

  /**
   * Judges a term.
   *
   * @param seen by all processes in it, for moving on
   * @param lately seen by all processes in its last minutes, for going back: a long good past does
   *     not hide what has just broken
   */
  public Verdict judge(SwitchState state, Seen seen, Seen lately, Instant now) {
    Mode mode = state.setting().mode();
    if (mode == Mode.OLD || mode == Mode.NEW_ONLY) {
      return new Verdict.Wait(List.of("nothing is compared"));
    }
    List<String> broken = broken(seen, lately);
    if (!broken.isEmpty() && mode != Mode.SHADOW) {
      return new Verdict.GoBack(
          state.setting().with(Mode.SHADOW, 0, false), String.join("; ", broken));
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

  /** The share of the next step. */
  OptionalInt next(Setting setting) {
    return setting.mode() == Mode.NEW
        ? OptionalInt.empty()
        : rules.steps().stream()
            .mapToInt(Integer::intValue)
            .filter(it -> setting.mode() == Mode.SHADOW || it > setting.share())
            .findFirst();
  }

  private List<String> broken(Seen seen, Seen lately) {
    var broken = new ArrayList<String>();
    for (Counted kind :
        List.of(Counted.WRONG, Counted.MISSING, Counted.BOUNDARY, Counted.ROUNDING)) {
      if (seen.of(kind) > 0) {
        broken.add(
            "%d answers are %s".formatted(seen.of(kind), kind.name().toLowerCase(Locale.ROOT)));
      }
    }
    if (lately.of(NEW_ASKED) >= rules.leastAsked()) {
      BigDecimal worse =
          Seen.rate(lately.of(NEW_FAILED, NEW_STALE), lately.of(NEW_ASKED))
              .subtract(Seen.rate(lately.of(OLD_FAILED), lately.of(OLD_ASKED)));
      if (worse.compareTo(rules.failures()) > 0) {
        broken.add(
            "the new path fails or is stale %.2f%% more often than the old one"
                .formatted(percent(worse)));
      }
      if (lately.old().total() >= rules.leastAsked() && isSlower(lately)) {
        broken.add(
            "the slowest of a hundred new answers takes %s, of the old ones %s"
                .formatted(slowest(lately.young()), slowest(lately.old())));
      }
    }
    if (lately.compared() >= rules.compared()
        && lately.matchRate().compareTo(rules.matchRate()) <= 0) {
      broken.add("%.3f%% of the answers say the same".formatted(percent(lately.matchRate())));
    }
    return broken;
  }

  private static BigDecimal percent(BigDecimal share) {
    return share.movePointRight(2);
  }

  private boolean isSlower(Seen seen) {
    Duration young = slowest(seen.young());
    return young.compareTo(rules.fastEnough()) > 0 && young.compareTo(slowest(seen.old())) > 0;
  }

  private static Duration slowest(Latencies.Counts counts) {
    return counts.percentile(SLOWEST_OF_A_HUNDRED);
  }

  private List<String> missing(SwitchState state, Seen seen, Instant now) {
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
    if (now.isBefore(state.since().plus(rules.leastTime()))) {
      missing.add("the step lasts %s at least".formatted(rules.leastTime()));
    }
    return missing;
  }
}
