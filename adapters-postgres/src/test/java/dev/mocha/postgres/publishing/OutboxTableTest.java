package dev.mocha.postgres.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.publishing.Outbox.Step;
import dev.mocha.application.publishing.OutboxEvent;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.ordering.Stores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxTableTest {

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();
  @AutoClose private final StoredEvents events = new StoredEvents(database);

  private final OutboxTable outbox = outbox();
  private final List<String> published = new ArrayList<>();

  private OutboxTable outbox() {
    return new OutboxTable(database.jdbc(), database.transaction(), Stores.notifications(database));
  }

  private Step step(int maximum) {
    return outbox.publishNext(maximum, this::publish);
  }

  private void publish(List<OutboxEvent> batch) {
    batch.forEach(it -> published.add(it.getEventIdentifier()));
  }

  @Test
  void what_is_committed_is_published_once_and_in_order() {
    events.append("a", 0);
    events.append("b", 0);

    assertThat(step(10))
        .isInstanceOfSatisfying(Step.Complete.class, it -> assertThat(it.events()).isEqualTo(2));
    events.append("a", 1);
    step(10);
    step(10);

    assertThat(published).containsExactly("a-0", "b-0", "a-1");
  }

  @Test
  void an_event_has_everything_that_was_stored() {
    events.append("a", 7);
    var batches = new ArrayList<OutboxEvent>();
    outbox.publishNext(10, batches::addAll);

    assertThat(batches)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getType()).isEqualTo("order");
              assertThat(it.getAggregateIdentifier()).isEqualTo("a");
              assertThat(it.getSequenceNumber()).isEqualTo(7);
              assertThat(it.getTimestamp()).isEqualTo(StoredEvents.RECORDED_AT);
              assertThat(it.getPayload().getType().getName()).isEqualTo("order-placed");
              assertThat(it.getPayload().getType().getRevision()).isEqualTo("2");
              assertThat(new String(it.getPayload().getData(), StandardCharsets.UTF_8))
                  .isEqualTo("{}");
            });
  }

  @Test
  void a_transaction_in_flight_delays_only_its_own_events() {
    var slow = events.begin();
    slow.append("slow", 0);
    events.append("b", 0);
    step(10);
    assertThat(published).containsExactly("b-0");

    events.append("b", 1);
    slow.append("slow", 1);
    slow.commit();
    step(10);

    assertThat(published).containsExactly("b-0", "slow-0", "b-1", "slow-1");
  }

  @Test
  void a_transaction_that_is_rolled_back_holds_nothing_up() {
    var rolledBack = events.begin();
    rolledBack.append("a", 0);
    events.append("b", 0);
    rolledBack.rollBack();
    events.append("c", 0);

    assertThat(step(10)).isInstanceOf(Step.Complete.class);
    assertThat(published).containsExactly("b-0", "c-0");
  }

  @Test
  void one_large_transaction_is_published_in_batches_of_bounded_size() {
    var large = events.begin();
    for (int i = 0; i < 25; i++) {
      large.append("large", i);
      events.append("small-" + i, 0);
    }
    step(100);
    published.clear();
    large.commit();
    events.append("last", 0);

    var steps = new ArrayList<Integer>();
    Step step = step(10);
    while (step instanceof Step.Partial(int count)) {
      steps.add(count);
      step = step(10);
    }
    assertThat(steps).containsExactly(10, 10);
    assertThat(step)
        .isInstanceOfSatisfying(Step.Complete.class, it -> assertThat(it.events()).isEqualTo(6));
    assertThat(published)
        .hasSize(26)
        .startsWith("large-0", "large-1")
        .endsWith("large-24", "last-0");
  }

  @Test
  void a_large_snapshot_is_complete_as_of_its_own_moment() {
    for (int i = 0; i < 11; i++) {
      events.append("a", i);
    }
    step(10);
    events.append("b", 0);
    Instant appended =
        database.jdbc().sql("SELECT clock_timestamp()").query(Instant.class).single();

    assertThat(step(10))
        .isInstanceOfSatisfying(Step.Complete.class, it -> assertThat(it.at()).isBefore(appended));
    assertThat(published).doesNotContain("b-0");
    step(10);
    assertThat(published).endsWith("a-10", "b-0");
  }

  @Test
  void a_batch_that_fails_is_repeated() {
    events.append("a", 0);
    assertThatThrownBy(
            () ->
                outbox.publishNext(
                    10,
                    _ -> {
                      throw new IllegalStateException("no log");
                    }))
        .hasMessage("no log");

    step(10);
    assertThat(published).containsExactly("a-0");
  }

  @Test
  void while_one_process_publishes_another_one_does_not() {
    events.append("a", 0);
    var other = outbox();

    step(
        10,
        () ->
            assertThat(
                    CompletableFuture.supplyAsync(() -> other.publishNext(10, this::publish))
                        .join())
                .isEqualTo(new Step.Elsewhere()));
    assertThat(published).containsExactly("a-0");
  }

  @Test
  void processes_know_how_many_watermarks_all_of_them_have_written() {
    assertThat(outbox().countWatermark()).isEqualTo(1);
    assertThat(outbox().countWatermark()).isEqualTo(2);

    assertThat(step(10))
        .isInstanceOfSatisfying(
            Step.Complete.class, it -> assertThat(it.watermarks()).isEqualTo(2));
  }

  @Test
  void processes_that_compete_publish_every_event_once() {
    var isAppending = new AtomicBoolean(true);
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Runnable relaying =
        () -> {
          OutboxTable relay = outbox();
          Step step = new Step.Elsewhere();
          while (isAppending.get()
              || !(step instanceof Step.Complete(int count, _, _, _) && count == 0)) {
            step =
                relay.publishNext(
                    7, batch -> batch.forEach(it -> log.add(it.getEventIdentifier())));
          }
        };
    var relays =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(relaying, task -> Thread.ofPlatform().start(task)),
            CompletableFuture.runAsync(relaying, task -> Thread.ofPlatform().start(task)));
    var inOrder = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      events.append("a", i);
      inOrder.add("a-" + i);
    }
    isAppending.set(false);

    assertThat(relays).succeedsWithin(Duration.ofSeconds(60));
    assertThat(log).isEqualTo(inOrder);
  }

  @Test
  void a_process_that_hangs_is_replaced_and_cannot_move_the_position() {
    try (var impatient = new HikariDataSource(impatient())) {
      var transactions = new TransactionTemplate(new JdbcTransactionManager(impatient));
      var hanging =
          new OutboxTable(
              JdbcClient.create(impatient), transactions, Stores.notifications(database));
      events.append("a", 0);

      assertThatThrownBy(
              () ->
                  hanging.publishNext(
                      10,
                      _ -> {
                        await().until(() -> step(10) instanceof Step.Complete);
                        events.append("a", 1);
                        step(10);
                      }))
          .isInstanceOf(NestedRuntimeException.class);
    }

    step(10);
    assertThat(published).containsExactly("a-0", "a-1");
  }

  /** Connections whose transactions the server ends when they are idle. */
  private HikariConfig impatient() {
    var config = new HikariConfig();
    config.setDataSource(database.server());
    config.setMinimumIdle(0);
    config.setConnectionInitSql("SET idle_in_transaction_session_timeout = 200");
    return config;
  }

  private void step(int maximum, Runnable meanwhile) {
    outbox.publishNext(
        maximum,
        batch -> {
          meanwhile.run();
          publish(batch);
        });
  }

  @Test
  void an_append_wakes_a_relay_that_waits() {
    outbox.awaitAppend(Duration.ofSeconds(1));
    var waiting = CompletableFuture.runAsync(() -> outbox.awaitAppend(Duration.ofMinutes(1)));

    events.appendByAxon("a");

    assertThat(waiting).succeedsWithin(Duration.ofSeconds(20));
  }
}
