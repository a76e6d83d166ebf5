package dev.mocha.postgres.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.Outbox.Step;
import dev.mocha.application.publishing.OutboxEvent;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.ordering.Stores;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random histories on a real server: writers whose transactions overlap, commit and roll back, and
 * two relays that take turns, fail before or after the log has a batch, and publish large snapshots
 * in parts.
 */
class OutboxPropertyTest {

  private static final int AGGREGATES = 4;

  /** The first relay publishes most snapshots in parts, the second one most of them at once. */
  private static final List<Integer> MAXIMUMS = List.of(3, 20);

  private static final TestDatabase DATABASE = TestDatabase.ofOrders();

  @AfterContainer
  static void close() {
    DATABASE.close();
  }

  /** What happens next. */
  sealed interface Action {

    /** A writer appends to an aggregate whose last event it can see. */
    record Append(int writer, int aggregate) implements Action {}

    record Commit(int writer) implements Action {}

    record RollBack(int writer) implements Action {}

    record Relay(int relay, Outcome outcome) implements Action {}
  }

  enum Outcome {
    ACKNOWLEDGED,
    /** The log refused the batch. */
    LOST,
    /** The process ends when the log has the batch but the position has not moved. */
    CRASHED
  }

  /** Each action as often as its weight. */
  @Provide
  static Arbitrary<List<Action>> histories() {
    var actions = new ArrayList<Action>();
    for (int writer = 0; writer < 4; writer++) {
      for (int aggregate = 0; aggregate < AGGREGATES; aggregate++) {
        actions.addAll(Collections.nCopies(2, new Action.Append(writer, aggregate)));
      }
      actions.addAll(Collections.nCopies(4, new Action.Commit(writer)));
      actions.add(new Action.RollBack(writer));
    }
    for (int relay = 0; relay < 2; relay++) {
      actions.addAll(Collections.nCopies(9, new Action.Relay(relay, Outcome.ACKNOWLEDGED)));
      actions.add(new Action.Relay(relay, Outcome.LOST));
      actions.add(new Action.Relay(relay, Outcome.CRASHED));
    }
    return Arbitraries.of(actions).list().ofMinSize(10).ofMaxSize(60);
  }

  @Property(tries = 200)
  void the_log_has_every_committed_event_in_order_and_no_claim_is_too_early(
      @ForAll("histories") List<Action> history) {
    try (var run = new Run()) {
      history.forEach(run::perform);
      run.finish();
    }
  }

  /** One history, and what must hold for it. */
  private static final class Run implements AutoCloseable {

    private final StoredEvents events = new StoredEvents(DATABASE);
    private final List<OutboxTable> relays = List.of(relay(), relay());
    private final Map<Integer, StoredEvents.Writer> writers = new HashMap<>();

    /** Of each writer, the events that it has not committed yet. */
    private final Map<Integer, List<String>> pending = new HashMap<>();

    private final Map<Integer, Map<Integer, Long>> pendingLengths = new HashMap<>();
    private final long[] committedLengths = new long[AGGREGATES];

    /** With the moment after which each was committed. */
    private final Map<String, Instant> committed = new LinkedHashMap<>();

    private final List<String> log = new ArrayList<>();
    private boolean hasFailed;

    private Run() {
      DATABASE.jdbc().sql("TRUNCATE events RESTART IDENTITY").update();
      DATABASE
          .jdbc()
          .sql(
              """
              UPDATE outbox_relay
              SET published = pg_current_snapshot(), publishing = NULL, publishing_at = NULL,
                  after_index = NULL
              """)
          .update();
    }

    private static OutboxTable relay() {
      return new OutboxTable(
          DATABASE.jdbc(), DATABASE.transaction(), Stores.notifications(DATABASE));
    }

    private void perform(Action action) {
      switch (action) {
        case Action.Append(int writer, int aggregate) -> append(writer, aggregate);
        case Action.Commit(int writer) -> commit(writer);
        case Action.RollBack(int writer) -> rollBack(writer);
        case Action.Relay(int relay, Outcome outcome) -> publish(relay, outcome);
      }
    }

    /** The unique key makes a writer wait for another one on the same aggregate, so it does not. */
    private void append(int writer, int aggregate) {
      boolean isTaken =
          pendingLengths.entrySet().stream()
              .anyMatch(it -> it.getKey() != writer && it.getValue().containsKey(aggregate));
      if (isTaken) {
        return;
      }
      Map<Integer, Long> lengths = pendingLengths.computeIfAbsent(writer, _ -> new HashMap<>());
      long sequence = lengths.getOrDefault(aggregate, committedLengths[aggregate]);
      writers.computeIfAbsent(writer, _ -> events.begin()).append("a" + aggregate, sequence);
      lengths.put(aggregate, sequence + 1);
      pending
          .computeIfAbsent(writer, _ -> new ArrayList<>())
          .add("a%d-%d".formatted(aggregate, sequence));
    }

    private void commit(int writer) {
      StoredEvents.Writer open = writers.remove(writer);
      if (open == null) {
        return;
      }
      open.commit();
      Instant at = now();
      pending.remove(writer).forEach(it -> committed.put(it, at));
      pendingLengths.remove(writer).forEach((aggregate, it) -> committedLengths[aggregate] = it);
    }

    private void rollBack(int writer) {
      StoredEvents.Writer open = writers.remove(writer);
      if (open != null) {
        open.rollBack();
        pending.remove(writer);
        pendingLengths.remove(writer);
      }
    }

    private Step publish(int relay, Outcome outcome) {
      try {
        Step step =
            relays
                .get(relay)
                .publishNext(
                    MAXIMUMS.get(relay), batch -> send(batch, MAXIMUMS.get(relay), outcome));
        if (step instanceof Step.Complete(_, Instant at, _, _)) {
          assertThat(log)
              .as("events that were committed before a claim")
              .containsAll(
                  committed.entrySet().stream()
                      .filter(it -> it.getValue().isBefore(at))
                      .map(Map.Entry::getKey)
                      .toList());
        }
        return step;
      } catch (Failure failed) {
        hasFailed = true;
        return new Step.Partial(0);
      }
    }

    private void send(List<OutboxEvent> batch, int maximum, Outcome outcome) {
      assertThat(batch).hasSizeBetween(1, maximum);
      if (outcome != Outcome.LOST) {
        batch.forEach(it -> log.add(it.getEventIdentifier()));
      }
      if (outcome != Outcome.ACKNOWLEDGED) {
        throw new Failure();
      }
    }

    private static final class Failure extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    private static Instant now() {
      return DATABASE
          .jdbc()
          .sql("SELECT clock_timestamp()")
          .query(OffsetDateTime.class)
          .single()
          .toInstant();
    }

    /** Ends all transactions, publishes what is left, and compares. */
    private void finish() {
      List.copyOf(writers.keySet()).forEach(this::commit);
      while (!(publish(0, Outcome.ACKNOWLEDGED) instanceof Step.Complete(int count, _, _, _)
          && count == 0)) {
        // more to publish
      }
      Set<String> first = new LinkedHashSet<>(log);
      assertThat(first).isEqualTo(committed.keySet());
      if (!hasFailed) {
        assertThat(log).doesNotHaveDuplicates();
      }
      for (int aggregate = 0; aggregate < AGGREGATES; aggregate++) {
        String prefix = "a%d-".formatted(aggregate);
        List<String> inOrder = new ArrayList<>();
        for (long sequence = 0; sequence < committedLengths[aggregate]; sequence++) {
          inOrder.add(prefix + sequence);
        }
        assertThat(first).filteredOn(it -> it.startsWith(prefix)).isEqualTo(inOrder);
      }
    }

    @Override
    public void close() {
      events.close();
    }
  }
}
