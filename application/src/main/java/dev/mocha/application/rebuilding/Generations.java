package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.failures.Conflict;
import dev.mocha.application.rebuilding.Generation.Progress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The generations of the daily report. Each version of the projection has one live generation. A
 * change of a generation is recorded with who asked for it, when and why.
 */
public interface Generations {

  /** All generations, past ones included, the newest first. */
  List<Generation> all();

  Optional<Generation> find(String name);

  /** The live generation of a version; empty before its first promotion. */
  Optional<Generation> live(int version);

  /** The generation that was live before, and is kept up to date. */
  Optional<Generation> previous(int version);

  /**
   * Adds the next generation, for a rebuild.
   *
   * @throws Busy when a rebuild is running
   */
  Generation begin(int version, RebuildRequest request, RequestedBy requestedBy);

  /**
   * Runs the work of rebuilds, unless another process does.
   *
   * @return whether it ran
   */
  boolean runExclusively(Runnable work);

  /**
   * Stores the progress of a rebuild.
   *
   * @throws Cancelled when the rebuild is cancelled
   */
  void recordProgress(String name, Progress progress);

  /** Stores the reason for which a rebuild or a promotion waits; null when it resumes. */
  void recordFailure(String name, @Nullable String reason);

  /** Its tables are filled: its stream keeps it up to date from now on. */
  void startCatchingUp(String name);

  /** It is up to date and verified. */
  void setReady(String name);

  /** Stores the result of a verification. */
  void recordVerification(String name, long differingDays);

  /** Ends a rebuild that cannot succeed. */
  void fail(String name, String reason);

  /**
   * Makes a generation live, in one transaction. The generation that was live is kept up to date.
   *
   * @param detail for the audit
   * @throws Rejected when it is not ready
   */
  void promote(String name, RequestedBy requestedBy, String detail);

  /**
   * Makes the previous generation live.
   *
   * @return its name
   * @throws Rejected when there is none
   */
  String rollBack(int version, RequestedBy requestedBy);

  /**
   * Cancels the running rebuild.
   *
   * @param name of its generation; null for any
   * @return its name
   * @throws Rejected when no such rebuild is running
   */
  String cancel(@Nullable String name, RequestedBy requestedBy);

  /**
   * Retires a generation: its stream ends, then its tables are dropped.
   *
   * @param version of the projection in this process
   * @param force even when it is the live generation of another version
   * @throws Rejected when it is live, or being rebuilt
   */
  void retire(String name, int version, boolean force, RequestedBy requestedBy);

  /** Records a change in the audit. */
  void recordAction(String name, String action, RequestedBy requestedBy, String detail);

  /** Drops the tables of ended generations, once no transaction can still read them. */
  void dropUnused();

  /** One rebuild runs at a time. */
  final class Busy extends Conflict {
    private static final long serialVersionUID = 1;

    public Busy(String rebuilding) {
      super(rebuilding + " is being built; one rebuild runs at a time");
    }
  }

  /** The present state does not allow what was requested; the message says why. */
  final class Rejected extends Conflict {
    private static final long serialVersionUID = 1;

    public Rejected(String message) {
      super(message);
    }
  }

  /** The rebuild was cancelled. */
  final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Cancelled(String name) {
      super("the rebuild of " + name + " was cancelled");
    }
  }
}
