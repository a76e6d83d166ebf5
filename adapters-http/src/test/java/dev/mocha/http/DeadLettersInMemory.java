package dev.mocha.http;

import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Dead letters that answer what they are asked to do. */
public final class DeadLettersInMemory implements DeadLetters {

  private final List<Parked> letters = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();

  /** Adds one. */
  public void add(Parked letter) {
    letters.add(letter);
  }

  /** Everything that was ordered. */
  public List<Action> actions() {
    return actions;
  }

  @Override
  public List<Parked> list(@Nullable String stream, long after, int limit) {
    return letters.stream()
        .filter(it -> (stream == null || it.stream().equals(stream)) && it.id() > after)
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Parked> find(long id) {
    return letters.stream().filter(it -> it.id() == id).findFirst();
  }

  @Override
  public List<Parked> firsts(@Nullable String stream) {
    return list(stream, 0, Integer.MAX_VALUE);
  }

  @Override
  public List<Outcome> redeliver(Parked letter, Consumer<DeadLetter> recipient, Action action) {
    return settled(letter, Outcome.Result.FAILED, "still no good", action);
  }

  @Override
  public List<Outcome> discard(Parked letter, Consumer<DeadLetter> recipient, Action action) {
    return settled(letter, Outcome.Result.DISCARDED, "", action);
  }

  private List<Outcome> settled(
      Parked letter, Outcome.Result result, String detail, Action action) {
    actions.add(action);
    return List.of(
        new Outcome(
            letter.id(), letter.letter().partition(), letter.letter().offset(), result, detail));
  }
}
