package dev.mocha.application.switching;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.failures.Conflict;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Gate.Verdict;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.RecordedChange;
import dev.mocha.application.switching.SwitchStates.SwitchChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows and moves the switch, for operators and for the gate. */
public final class SwitchControl {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchControl.class);
  private static final String GATE = "the gate";

  /** The present minute and the one before it. */
  private static final Duration RECENT = Duration.ofMinutes(2);

  private final SwitchStates states;
  private final Mismatches mismatches;
  private final SwitchEpochs epochs;
  private final Gate gate;
  private final Clock clock;

  /**
   * The status of the switch.
   *
   * @param stats of all processes in this epoch
   */
  public record Status(SwitchState state, ComparisonStats stats, Verdict verdict) {}

  /** The switch is in another epoch than expected. */
  public static final class EpochConflict extends Conflict {
    private static final long serialVersionUID = 1;

    EpochConflict(long expected) {
      super(
          "the switch is no longer in epoch %d: somebody changed it; read its status and try again"
              .formatted(expected));
    }
  }

  /** The ramp has no further step. */
  public static final class NoNextStep extends Conflict {
    private static final long serialVersionUID = 1;

    NoNextStep() {
      super("there is no next step: the candidate answers all merchants");
    }
  }

  public SwitchControl(
      SwitchStates states, Mismatches mismatches, SwitchEpochs epochs, Gate gate, Clock clock) {
    this.states = states;
    this.mismatches = mismatches;
    this.epochs = epochs;
    this.gate = gate;
    this.clock = clock;
  }

  public Status status() {
    SwitchState state = states.current();
    Instant now = clock.instant();
    ComparisonStats stats = statsOf(state);
    ComparisonStats recent = states.stats(state.epoch(), now.minus(RECENT));
    return new Status(state, stats, gate.judge(state, stats, recent, now));
  }

  private ComparisonStats statsOf(SwitchState state) {
    return states.stats(state.epoch(), Instant.EPOCH);
  }

  /**
   * Replaces the setting.
   *
   * @param expectedEpoch the epoch that the caller knows; null for any
   * @throws EpochConflict when the switch is in another epoch
   */
  public Status set(
      @Nullable Long expectedEpoch, UnaryOperator<Setting> setting, RequestedBy requestedBy) {
    SwitchState now = expect(expectedEpoch);
    return change(now, setting.apply(now.setting()), new SwitchChange(requestedBy, statsOf(now)));
  }

  /**
   * Moves the ramp, whatever the gate decides.
   *
   * @param expectedEpoch the epoch that the caller knows; null for any
   * @param share of the merchants in percent; null for the next step
   * @param automatic whether the gate advances the ramp from there; null leaves it as it is
   * @throws NoNextStep when there is none
   * @throws EpochConflict when the switch is in another epoch
   */
  public Status ramp(
      @Nullable Long expectedEpoch,
      @Nullable Integer share,
      @Nullable Boolean automatic,
      RequestedBy requestedBy) {
    return set(
        expectedEpoch,
        now ->
            now.with(
                Mode.RAMP,
                share != null ? share : gate.nextStep(now).orElseThrow(NoNextStep::new),
                automatic == null ? now.automatic() : automatic),
        requestedBy);
  }

  private SwitchState expect(@Nullable Long epoch) {
    SwitchState now = states.current();
    if (epoch != null && now.epoch() != epoch) {
      throw new EpochConflict(epoch);
    }
    return now;
  }

  /** Returns all merchants to the primary, even when the statistics cannot be read. */
  public Status rollBack(RequestedBy requestedBy) {
    while (true) {
      SwitchState now = states.current();
      try {
        return change(
            now,
            now.setting().with(Mode.PRIMARY, 0, false),
            new SwitchChange(requestedBy, readableStatsOf(now)));
      } catch (EpochConflict another) {
        LOG.debug("tries the rollback again", another);
      }
    }
  }

  private ComparisonStats readableStatsOf(SwitchState state) {
    try {
      return statsOf(state);
    } catch (RuntimeException failed) {
      LOG.warn(
          "the statistics of epoch {} cannot be read, the rollback is recorded without them: {}",
          state.epoch(),
          failed.toString());
      return ComparisonStats.NOTHING;
    }
  }

  private Status change(SwitchState before, Setting to, SwitchChange change) {
    SwitchState state =
        states
            .change(before.epoch(), to, change)
            .orElseThrow(() -> new EpochConflict(before.epoch()));
    LOG.info(
        "the switch is {} {}%, requested by {}: {}",
        to.mode(), to.share(), change.requestedBy().by(), change.requestedBy().reason());
    epochs.adopt(state);
    return new Status(
        state,
        ComparisonStats.NOTHING,
        gate.judge(state, ComparisonStats.NOTHING, ComparisonStats.NOTHING, clock.instant()));
  }

  /**
   * Records the statistics of this process, and does what the gate decides. Called by any number of
   * processes.
   */
  public void decide() {
    epochs.record();
    if (!epochs.state().setting().mode().isCompared()) {
      return;
    }
    Status now = status();
    switch (now.verdict()) {
      case Verdict.RollBack(var to, var reason, var stats) -> move(now, to, reason, stats);
      case Verdict.Advance(var to) -> {
        if (now.state().setting().automatic()) {
          move(now, to, "the step is passed", now.stats());
        }
      }
      case Verdict.Wait _ -> {}
    }
  }

  private void move(Status now, Setting to, String reason, ComparisonStats stats) {
    states
        .change(now.state().epoch(), to, new SwitchChange(new RequestedBy(GATE, reason), stats))
        .ifPresent(
            it -> {
              LOG.warn("the gate moved the switch to {} {}%: {}", to.mode(), to.share(), reason);
              epochs.adopt(it);
            });
  }

  /** The latest mismatches first; of one kind where one is given. */
  public List<Mismatch> mismatches(@Nullable Kind kind, int limit) {
    return mismatches.latest(kind, limit);
  }

  /** The latest changes first. */
  public List<RecordedChange> changes(int limit) {
    return states.changes(limit);
  }
}
