package dev.mocha.application.switching;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.switching.SwitchState.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What all processes share: the state of the switch, its changes, and the statistics of each. */
public interface SwitchStates {

  SwitchState current();

  /**
   * Begins an epoch with this setting, records the change for ever, and drops the statistics of
   * earlier epochs.
   *
   * @param expectedEpoch the epoch that the change was decided in
   * @return the new state; empty, and nothing changes, in any other epoch
   */
  Optional<SwitchState> change(long expectedEpoch, Setting to, SwitchChange change);

  /**
   * A change that somebody, or the gate, asks for.
   *
   * @param stats the statistics that it was decided on
   */
  record SwitchChange(RequestedBy requestedBy, ComparisonStats stats) {}

  /**
   * A change that was made.
   *
   * @param epoch the epoch that it ended
   */
  record RecordedChange(Instant at, long epoch, Setting from, Setting to, SwitchChange change) {}

  /** The latest changes first. */
  List<RecordedChange> changes(int limit);

  /** Records the statistics of this process in a minute of an epoch, in place of earlier ones. */
  void record(long epoch, Instant minute, ComparisonStats stats);

  /** Merges the statistics of this process in the minutes before that one. */
  void merge(long epoch, Instant before);

  /** Statistics of all processes in an epoch, or in its minutes since then that are not merged. */
  ComparisonStats stats(long epoch, Instant since);
}
