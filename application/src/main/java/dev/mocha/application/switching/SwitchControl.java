package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Gate.Verdict;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.ReportPath.Fields;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.Change;
import dev.mocha.application.switching.SwitchStates.Order;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The switch as operators see and move it, and as it moves by itself. */
public final class SwitchControl {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchControl.class);
  private static final String BY_ITSELF = "the gate";

  /** Minutes that begin within it count, the present one among them. */
  private static final Duration LATELY = Duration.ofMinutes(2);

  private static final RandomGenerator PER_THREAD = () -> ThreadLocalRandom.current().nextLong();

  private final SwitchStates states;
  private final Mismatches mismatches;
  private final SwitchEpochs terms;
  private final Gate gate;
  private final Clock clock;
  private final ReportSwitch reports;
  private final ShadowComparison comparing;

  /**
   * How the switch stands.
   *
   * @param seen by all processes in this term
   * @param verdict of the gate
   */
  public record Status(SwitchState state, ComparisonStats seen, Verdict verdict) {}

  /** Somebody else has changed the switch meanwhile. */
  public static final class Outdated extends RuntimeException {
    private static final long serialVersionUID = 1;

    Outdated() {
      super("the switch does not stand at this term: it was changed meanwhile");
    }
  }

  /** The ramp has no further step, or the mode knows none. */
  public static final class NoStep extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoStep(String reason) {
      super(reason);
    }
  }

  /** Puts the switch together. Needs the database once. */
  public SwitchControl(
      SwitchStates states,
      Mismatches mismatches,
      ReportPath old,
      ReportPath young,
      Fields fields,
      Gate gate,
      ShadowComparison.Limits compared,
      ReportSwitch.Limits taken,
      Clock clock) {
    this.states = states;
    this.mismatches = mismatches;
    this.gate = gate;
    this.clock = clock;
    this.terms = new SwitchEpochs(states, clock);
    var paths = new MeasuredPaths(old, young, taken.staleAfter(), clock);
    this.comparing = new ShadowComparison(terms, paths, fields, mismatches, compared, clock);
    this.reports = new ReportSwitch(terms, paths, comparing, taken, PER_THREAD);
  }

  /** Answers merchants' apps. */
  public ReportSwitch reports() {
    return reports;
  }

  /** Compares aside. */
  public ShadowComparison comparing() {
    return comparing;
  }

  /** What this process knows of the switch. */
  public SwitchEpochs terms() {
    return terms;
  }

  public Status status() {
    SwitchState state = states.current();
    Instant now = clock.instant();
    ComparisonStats seen = seenIn(state.term());
    ComparisonStats lately = states.seen(state.term(), now.minus(LATELY));
    return new Status(state, seen, gate.judge(state, seen, lately, now));
  }

  private ComparisonStats seenIn(long term) {
    return states.seen(term, Instant.EPOCH);
  }

  /**
   * Sets what holds from now on, from what holds.
   *
   * @param seen the term that whoever orders it has seen; null for whichever it is
   * @throws Outdated when it is another by now
   */
  public Status set(@Nullable Long seen, UnaryOperator<Setting> change, String by, String reason) {
    SwitchState now = stateOf(seen);
    return change(now, change.apply(now.setting()), new Order(by, reason, seenIn(now.term())));
  }

  /**
   * Takes a step of the ramp, whatever the gate says.
   *
   * @param seen the term that whoever orders it has seen; null for whichever it is
   * @param share of the merchants in percent; null for the next step
   * @param automatic whether the gate moves on from there; null for as it is
   * @throws NoStep when there is none
   * @throws Outdated when the term is another by now
   */
  public Status ramp(
      @Nullable Long seen,
      @Nullable Integer share,
      @Nullable Boolean automatic,
      String by,
      String reason) {
    SwitchState now = stateOf(seen);
    Setting setting = now.setting();
    int next =
        share != null
            ? share
            : gate.next(setting)
                .orElseThrow(
                    () ->
                        new NoStep("there is no step after this: the new path answers everybody"));
    return change(
        now,
        setting.with(Mode.RAMP, next, automatic == null ? setting.automatic() : automatic),
        new Order(by, reason, seenIn(now.term())));
  }

  /** A change is made to this very term, or not at all. */
  private SwitchState stateOf(@Nullable Long term) {
    SwitchState now = states.current();
    if (term != null && now.term() != term) {
      throw new Outdated();
    }
    return now;
  }

  /** Old answers for everybody, at once, also where it cannot be told what was seen before. */
  public Status rollBack(String by, String reason) {
    while (true) {
      SwitchState now = states.current();
      try {
        return change(
            now,
            now.setting().with(Mode.OLD, 0, false),
            new Order(by, reason, asFarAsKnown(now.term())));
      } catch (Outdated another) {
        LOG.debug("rolled back all the same", another);
      }
    }
  }

  private ComparisonStats asFarAsKnown(long term) {
    try {
      return seenIn(term);
    } catch (RuntimeException unknown) {
      LOG.warn("what was seen in the term {} is not known: {}", term, unknown.toString());
      return ComparisonStats.NOTHING;
    }
  }

  /** Of the new term nothing is seen yet. */
  private Status change(SwitchState before, Setting to, Order order) {
    SwitchState state = states.change(before.term(), to, order).orElseThrow(Outdated::new);
    LOG.info("the switch is {} {}%, by {}: {}", to.mode(), to.share(), order.by(), order.reason());
    terms.learn(state);
    return new Status(
        state,
        ComparisonStats.NOTHING,
        gate.judge(state, ComparisonStats.NOTHING, ComparisonStats.NOTHING, clock.instant()));
  }

  /** Lets the gate decide; to be called now and then, by any number of processes. */
  public void decide() {
    terms.tell();
    if (!terms.state().setting().mode().isCompared()) {
      return;
    }
    Status now = status();
    long term = now.state().term();
    switch (now.verdict()) {
      case Verdict.GoBack(var to, var reason, var evidence) ->
          moveByItself(term, to, new Order(BY_ITSELF, reason, evidence));
      case Verdict.GoOn(var to) -> {
        if (now.state().setting().automatic()) {
          moveByItself(term, to, new Order(BY_ITSELF, "the step is passed", now.seen()));
        }
      }
      case Verdict.Wait _ -> {}
    }
  }

  private void moveByItself(long term, Setting to, Order order) {
    states
        .change(term, to, order)
        .ifPresent(
            it -> {
              LOG.warn("the switch is {} {}% by itself: {}", to.mode(), to.share(), order.reason());
              terms.learn(it);
            });
  }

  /** Answers that differed, the latest first; of one kind where one is named. */
  public List<Mismatch> mismatches(@Nullable Counted kind, int most) {
    return mismatches.latest(kind, most);
  }

  /** What was done with the switch, the latest first. */
  public List<Change> changes(int most) {
    return states.changes(most);
  }
}
