package dev.mocha.http;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Dead letters that record the changes and never apply a record. */
public final class DeadLettersInMemory implements DeadLetters {

  private final List<Stored> deadLetters = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  /** A redelivery or a discard. */
  public record Change(RequestedBy requestedBy, boolean dryRun) {}

  public void add(Stored deadLetter) {
    deadLetters.add(deadLetter);
  }

  public List<Change> changes() {
    return changes;
  }

  @Override
  public List<Stored> list(@Nullable String stream, long after, int limit) {
    return deadLetters.stream()
        .filter(it -> (stream == null || it.stream().equals(stream)) && it.id() > after)
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Stored> find(long id) {
    return deadLetters.stream().filter(it -> it.id() == id).findFirst();
  }

  @Override
  public List<Stored> firstOfEachSequence(@Nullable String stream) {
    return list(stream, 0, Integer.MAX_VALUE);
  }

  @Override
  public List<Outcome> redeliver(
      Stored deadLetter, Consumer<DeadLetter> recipient, RequestedBy requestedBy, boolean dryRun) {
    return settled(
        deadLetter, Outcome.Result.FAILED, "still no good", new Change(requestedBy, dryRun));
  }

  @Override
  public List<Outcome> discard(
      Stored deadLetter, Consumer<DeadLetter> recipient, RequestedBy requestedBy, boolean dryRun) {
    return settled(deadLetter, Outcome.Result.DISCARDED, "", new Change(requestedBy, dryRun));
  }

  private List<Outcome> settled(
      Stored deadLetter, Outcome.Result result, String detail, Change change) {
    changes.add(change);
    return List.of(
        new Outcome(
            deadLetter.id(),
            deadLetter.deadLetter().partition(),
            deadLetter.deadLetter().offset(),
            result,
            detail));
  }
}
