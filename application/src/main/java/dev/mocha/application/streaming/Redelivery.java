package dev.mocha.application.streaming;

import dev.mocha.application.streaming.DeadLetters.Action;
import dev.mocha.application.streaming.DeadLetters.Outcome;
import dev.mocha.application.streaming.DeadLetters.Parked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands dead letters to their stream again, or gives them up. The letters of a sequence go one
 * after another, and the first that fails again holds up the rest.
 */
public final class Redelivery {

  /** A stream that takes letters again. */
  public interface Recipient {

    /** The name of the stream. */
    String stream();

    /**
     * Applies the letter's record, in the caller's transaction.
     *
     * @throws RuntimeException when the record still cannot be taken
     */
    void receive(DeadLetter letter);
  }

  private final DeadLetters letters;
  private final Function<String, Optional<Recipient>> recipients;

  /**
   * @param recipients by the name of the stream, those that run in this process
   */
  public Redelivery(DeadLetters letters, Function<String, Optional<Recipient>> recipients) {
    this.letters = letters;
    this.recipients = recipients;
  }

  /**
   * Hands the letter, and what its sequence holds up, to its stream.
   *
   * @return what became of each letter, in their order; empty when there is no such letter
   */
  public Optional<List<Outcome>> retry(long id, Action action) {
    return letters.find(id).map(it -> redeliver(it, action));
  }

  /** Portion after portion, for as long as all of one are taken. */
  private List<Outcome> redeliver(Parked letter, Action action) {
    Recipient recipient = recipientOf(letter);
    var outcomes = new ArrayList<Outcome>();
    List<Outcome> portion;
    do {
      portion = letters.redeliver(letter, recipient::receive, action);
      outcomes.addAll(portion);
    } while (!action.dryRun()
        && !portion.isEmpty()
        && portion.stream().allMatch(it -> it.result() == Outcome.Result.APPLIED));
    return outcomes;
  }

  /**
   * The same for every sequence of a stream, or of all that run in this process.
   *
   * @param stream null for all
   */
  public List<Outcome> retryAll(@Nullable String stream, Action action) {
    var outcomes = new ArrayList<Outcome>();
    for (Parked first : letters.firsts(stream)) {
      if (stream != null || recipients.apply(first.stream()).isPresent()) {
        outcomes.addAll(redeliver(first, action));
      }
    }
    return outcomes;
  }

  /**
   * Gives up a letter and hands what waited behind it to its stream.
   *
   * @return what became of each letter; empty when there is no such letter
   */
  public Optional<List<Outcome>> discard(long id, Action action) {
    return letters.find(id).map(it -> letters.discard(it, recipientOf(it)::receive, action));
  }

  private Recipient recipientOf(Parked letter) {
    return recipients.apply(letter.stream()).orElseThrow(() -> new UnknownStream(letter.stream()));
  }

  /** The stream of a letter does not run in this process. */
  public static final class UnknownStream extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownStream(String stream) {
      super("the stream " + stream + " does not run in this process");
    }
  }
}
