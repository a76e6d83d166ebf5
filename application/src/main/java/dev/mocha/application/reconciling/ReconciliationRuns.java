package dev.mocha.application.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The stored reconciliation runs. One off-peak run and one other run can be active at a time. */
public interface ReconciliationRuns {

  /** Begins a run; empty while another of its kind is active. */
  Optional<ReconciliationRun> begin(Scope scope, RequestedBy requestedBy);

  /** The active runs, the off-peak one last. */
  List<ReconciliationRun> running();

  Optional<ReconciliationRun> find(long id);

  /** The latest first. */
  List<ReconciliationRun> latest(int limit);

  /**
   * Does the work unless another process is working on a run.
   *
   * @return whether it was done
   */
  boolean runExclusively(Runnable work);

  /** Delays the next page of the run, in every process. */
  void pause(long id, Duration length);

  /**
   * Records a page and its findings in one transaction.
   *
   * @param before the run before the page
   * @return false where nothing is recorded, because the run ended or another process was faster
   */
  boolean record(ReconciliationRun before, Progress progress, Stats page, List<Finding> findings);

  /**
   * The findings that are still to be repaired. A run that repairs does so before its next page,
   * also when another process continues it.
   */
  List<Finding> toRepair(long id);

  /** Records once what became of a finding. */
  void resolve(long id, Finding resolved);

  void finish(long id);

  /**
   * Cancels a run.
   *
   * @return whether it was running
   */
  boolean cancel(long id, RequestedBy requestedBy);

  /** The findings of a run in the order in which they were recorded. */
  List<Finding> findings(long id, int skip, int limit);

  /** Deletes runs that ended longer ago, with their findings. */
  void deleteOlderThan(Duration retention);
}
