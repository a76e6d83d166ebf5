package dev.mocha.application.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The generations of the daily report. Each version of the code has one that answers its queries;
 * what changes one is written down with who did it, when and why.
 */
public interface Generations {

  /** All that there are and were, the newest first. */
  List<Generation> all();

  Optional<Generation> find(String name);

  /** The generation that answers the queries of this version; empty before its first promotion. */
  Optional<Generation> live(int version);

  /** The generation that answered before that one, and is kept up to date. */
  Optional<Generation> former(int version);

  /**
   * Begins the next one.
   *
   * @throws Busy when one is in the making
   */
  Generation begin(int version, Order order, RequestedBy action);

  /**
   * Does the work unless another process is at work on a rebuild.
   *
   * @return whether it was done
   */
  boolean exclusively(Runnable work);

  /**
   * Says how far a rebuild is.
   *
   * @throws Cancelled when it is not wanted any more
   */
  void progress(String name, Progress progress);

  /** Notes what the rebuild waits for; null when it goes on. */
  void waits(String name, @Nullable String reason);

  /** Its tables are filled: from now on its stream keeps it up to date. */
  void filled(String name, Phase next);

  /** It is up to date and compared. */
  void ready(String name);

  /** Notes what comparing found. */
  void proven(String name, long differingDays);

  /** It cannot be built. */
  void failed(String name, String reason);

  /**
   * Lets a generation answer, in one transaction; the one that did stays up to date.
   *
   * @param detail for the audit
   * @throws NotNow when it is not ready
   */
  void promote(String name, RequestedBy action, String detail);

  /**
   * Lets the generation answer that did before.
   *
   * @return its name
   * @throws NotNow when there is none
   */
  String rollBack(int version, RequestedBy action);

  /**
   * Ends the rebuild that is at work.
   *
   * @param name of its generation, to end no other; null for whichever it is
   * @return its name
   * @throws NotNow when none is
   */
  String cancel(@Nullable String name, RequestedBy action);

  /**
   * Gives a generation up. Its stream ends, and then its tables go.
   *
   * @param version of the code that says so
   * @param force even when another version answers from it
   * @throws NotNow when it answers queries, or is in the making
   */
  void retire(String name, int version, boolean force, RequestedBy action);

  /** Writes down what was done with a generation. */
  void note(String name, String what, RequestedBy action, String detail);

  /** Drops the tables of those that nobody wants, once nobody can be reading them any more. */
  void dropUnused();

  /** One generation is built at a time. */
  final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Busy(String building) {
      super(building + " is being built; one rebuild runs at a time");
    }
  }

  /** A generation is not in the state for it. */
  final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotNow(String message) {
      super(message);
    }
  }

  /** Somebody has ended the rebuild. */
  final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Cancelled(String name) {
      super("the rebuild of " + name + " was cancelled");
    }
  }
}
