package dev.mocha.application.reconciling;

import dev.mocha.application.rebuilding.Generations.Action;
import dev.mocha.application.reconciling.Sweep.Finding;
import dev.mocha.application.reconciling.Sweep.Scope;
import dev.mocha.application.reconciling.Sweep.Tally;
import dev.mocha.domain.ordering.MerchantId;
import java.util.List;
import java.util.Optional;

/** The reconciliations that there are and were. One runs at a time. */
public interface Sweeps {

  /** Begins one; empty where one runs already. */
  Optional<Sweep> begin(Scope scope, Action action);

  Optional<Sweep> running();

  Optional<Sweep> find(long id);

  /** The latest first. */
  List<Sweep> latest(int most);

  /**
   * Does the work unless another process is at work on a reconciliation.
   *
   * @return whether it was done
   */
  boolean exclusively(Runnable work);

  /** Keeps that a merchant is done, with what was found; whole or not at all. */
  void done(long id, MerchantId merchant, Tally added, List<Finding> findings);

  /** It has come to its end. */
  void end(long id);

  /**
   * Ends it before that.
   *
   * @return whether it was running
   */
  boolean cancel(long id, Action action);

  /** What was found, in the order in which it was. */
  List<Finding> findings(long id, int most);
}
