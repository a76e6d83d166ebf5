package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The reconciliations that there are and were. One of operators runs at a time, and one of those
 * that go on off-peak.
 */
public interface ReconciliationRuns {

  /** Begins one; empty where one of its kind runs already. */
  Optional<ReconciliationRun> begin(Scope scope, RequestedBy action);

  /** Those that are to be carried on, an operator's first. */
  List<ReconciliationRun> running();

  Optional<ReconciliationRun> find(long id);

  /** The latest first. */
  List<ReconciliationRun> latest(int most);

  /**
   * Does the work unless another process is at work on a reconciliation.
   *
   * @return whether it was done
   */
  boolean exclusively(Runnable work);

  /** It goes on when this has passed, whichever process carries it on. */
  void rest(long id, Duration length);

  /**
   * Keeps that a step is taken, with what was found in it; whole or not at all.
   *
   * @param before the sweep as it was
   * @return false, and nothing is kept, where it is not running or not there any more
   */
  boolean done(ReconciliationRun before, Position now, Tally added, List<Finding> findings);

  /**
   * What was found in the latest step and is not settled: it is to be healed before the next step
   * of a sweep that repairs, also by another process when this one dies amid it.
   */
  List<Finding> unhealed(long id);

  /** Keeps what became of a finding, once. */
  void settle(long id, Finding settled);

  /** It has come to its end. */
  void end(long id);

  /**
   * Ends it before that.
   *
   * @return whether it was running
   */
  boolean cancel(long id, RequestedBy action);

  /**
   * What was found, in the order in which it was.
   *
   * @param skipped so many of them are passed over
   */
  List<Finding> findings(long id, int skipped, int most);

  /** Drops those that ended longer ago, with what they have found. */
  void forget(Duration age);
}
