package dev.mocha.application.streaming;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.failures.Conflict;
import dev.mocha.application.streaming.DeadLetters.Outcome;
import dev.mocha.application.streaming.DeadLetters.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Redelivers dead letters to their stream, or discards them. A sequence is redelivered in order and
 * stops at the first record that fails again.
 */
public final class Redelivery {

  /** A stream that can apply dead letters again. */
  public interface Recipient {

    /** The name of the stream. */
    String stream();

    /**
     * Applies the record of the dead letter, in the transaction of the caller.
     *
     * @throws RuntimeException when the record cannot be applied
     */
    void receive(DeadLetter deadLetter);
  }

  private final DeadLetters deadLetters;
  private final Function<String, Optional<Recipient>> recipients;

  /**
   * @param recipients finds a stream of this process by its name
   */
  public Redelivery(DeadLetters deadLetters, Function<String, Optional<Recipient>> recipients) {
    this.deadLetters = deadLetters;
    this.recipients = recipients;
  }

  /**
   * Redelivers the sequence of a dead letter.
   *
   * @return the result of each dead letter in order; empty when the id is unknown
   */
  public Optional<List<Outcome>> retry(long id, RequestedBy requestedBy, boolean dryRun) {
    return deadLetters.find(id).map(it -> redeliver(it, requestedBy, dryRun));
  }

  /** Page after page, until one is empty or contains a failure. */
  private List<Outcome> redeliver(Stored deadLetter, RequestedBy requestedBy, boolean dryRun) {
    Recipient recipient = recipientOf(deadLetter);
    var outcomes = new ArrayList<Outcome>();
    List<Outcome> page;
    do {
      page = deadLetters.redeliver(deadLetter, recipient::receive, requestedBy, dryRun);
      outcomes.addAll(page);
    } while (!dryRun
        && !page.isEmpty()
        && page.stream().allMatch(it -> it.result() == Outcome.Result.APPLIED));
    return outcomes;
  }

  /**
   * Redelivers every sequence of a stream.
   *
   * @param stream null for all streams of this process
   */
  public List<Outcome> retryAll(@Nullable String stream, RequestedBy requestedBy, boolean dryRun) {
    var outcomes = new ArrayList<Outcome>();
    for (Stored first : deadLetters.firstOfEachSequence(stream)) {
      if (stream != null || recipients.apply(first.stream()).isPresent()) {
        outcomes.addAll(redeliver(first, requestedBy, dryRun));
      }
    }
    return outcomes;
  }

  /**
   * Discards a dead letter and redelivers the rest of its sequence.
   *
   * @return the result of each dead letter; empty when the id is unknown
   */
  public Optional<List<Outcome>> discard(long id, RequestedBy requestedBy, boolean dryRun) {
    return deadLetters
        .find(id)
        .map(it -> deadLetters.discard(it, recipientOf(it)::receive, requestedBy, dryRun));
  }

  private Recipient recipientOf(Stored deadLetter) {
    return recipients
        .apply(deadLetter.stream())
        .orElseThrow(() -> new UnknownStream(deadLetter.stream()));
  }

  /** The stream of a dead letter does not run in this process. */
  public static final class UnknownStream extends Conflict {
    private static final long serialVersionUID = 1;

    UnknownStream(String stream) {
      super("the stream " + stream + " does not run in this process");
    }
  }
}
