package dev.mocha.application.switching;

import dev.mocha.application.switching.SwitchState.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What all processes know of the switch: how it stands, what they have seen, what was done. */
public interface SwitchStates {

  SwitchState current();

  /**
   * Changes the switch and keeps for ever what was done. What was seen in terms before is dropped.
   *
   * @param seen the term that the change was decided in
   * @return how it stands then; empty, and nothing happens, where another change came before
   */
  Optional<SwitchState> change(long seen, Setting to, Order order);

  /**
   * Who changes it and why.
   *
   * @param evidence on which it was decided
   */
  record Order(String by, String reason, ComparisonStats evidence) {}

  /** A change as it is kept. */
  record Change(
      Instant at,
      String by,
      String reason,
      long term,
      Setting from,
      Setting to,
      ComparisonStats evidence) {}

  /** The latest changes first. */
  List<Change> changes(int most);

  /** Keeps what this process has seen in a minute of a term. */
  void keep(long term, Instant minute, ComparisonStats seen);

  /** Adds up what this process has seen in the minutes of a term before that one. */
  void fold(long term, Instant minute);

  /** What all processes have seen in a term, or in its minutes since then that are not folded. */
  ComparisonStats seen(long term, Instant since);
}
