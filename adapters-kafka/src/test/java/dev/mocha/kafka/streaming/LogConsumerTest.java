package dev.mocha.kafka.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.TestSchemas;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class LogConsumerTest extends LogConsumerFixture {

  @Test
  void events_are_applied_once_and_in_order_and_the_offsets_move_with_them() {
    log.events(0, "a", 0, 250);
    log.events(1, "b", 0, 3);

    LogConsumer<?> consumer = start();

    inTime().until(() -> projection.offset(log.partition(0)) == 250);
    inTime().until(() -> projection.offset(log.partition(1)) == 3);
    log.events(1, "b", 3, 5);
    inTime().until(() -> projection.offset(log.partition(1)) == 5);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 250));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 0, 5));
    assertThat(projection.known()).hasSize(2 * TestBroker.PARTITIONS);
    assertThat(consumer.health()).isEqualTo(Health.up().build());
  }

  @Test
  void an_unavailable_database_is_retried_and_nothing_is_lost() {
    LogConsumer<?> consumer = start();
    log.events(0, "a", 0, 2);
    inTime().until(() -> projection.offset(log.partition(0)) == 2);
    projection.failDatabase();
    log.events(0, "a", 2, 20);
    log.events(1, "b", 0, 20);
    inTime().until(() -> consumer.health().getDetails().containsKey("waiting"));
    assertThat(consumer.health().getStatus()).isEqualTo(Status.DOWN);

    projection.restoreDatabase();

    inTime().until(() -> projection.offset(log.partition(0)) == 20);
    inTime().until(() -> projection.offset(log.partition(1)) == 20);
    inTime().until(() -> consumer.health().getStatus().equals(Status.UP));
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 20));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 0, 20));
  }

  @Test
  void a_database_that_is_unavailable_at_the_start_is_retried() {
    projection.failDatabase();
    log.events(0, "a", 0, 2);
    LogConsumer<?> consumer = start();
    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));

    projection.restoreDatabase();

    inTime().until(() -> projection.offset(log.partition(0)) == 2);
    assertThat(projection.applied()).isEqualTo(sequences("a", 0, 2));
  }

  @Test
  void an_offset_that_another_consumer_has_moved_is_read_again() {
    LogConsumer<?> consumer = start();
    log.events(0, "a", 0, 2);
    inTime().until(() -> projection.offset(log.partition(0)) == 2);
    projection.moveTo(log.partition(0), 4);

    log.events(0, "a", 2, 6);

    inTime().until(() -> projection.offset(log.partition(0)) == 6);
    assertThat(projection.applied()).containsExactly("a/0", "a/1", "a/4", "a/5");
    assertThat(consumer.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_consumer_resumes_at_the_stored_offset() {
    log.events(0, "a", 0, 3);
    LogConsumer<?> first = start();
    inTime().until(() -> projection.offset(log.partition(0)) == 3);
    first.stop();
    log.events(0, "a", 3, 5);
    log.events(1, "b", 0, 4);
    projection.moveTo(log.partition(1), 2);

    start();

    inTime().until(() -> projection.offset(log.partition(0)) == 5);
    inTime().until(() -> projection.offset(log.partition(1)) == 4);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 5));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 2, 4));
  }

  @Test
  void consumers_share_the_partitions_and_one_takes_over_those_of_a_stopped_one() {
    Set<LogConsumer<?>> served = ConcurrentHashMap.newKeySet();
    LogConsumer<?> first = start(served);
    inTime().until(() -> projection.known().size() == 2 * TestBroker.PARTITIONS);
    start(served);
    int sent = 0;
    while (served.size() < 2 && sent < 200) {
      for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
        log.events(partition, "p" + partition, sent, sent + 1);
      }
      sent++;
      int end = sent;
      inTime().until(() -> isReadTo(end));
    }
    assertThat(served).hasSize(2);

    first.stop();
    for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
      log.events(partition, "p" + partition, sent, sent + 10);
    }

    int end = sent + 10;
    inTime().until(() -> isReadTo(end));
    for (int partition = 0; partition < TestBroker.PARTITIONS; partition++) {
      String order = "p" + partition;
      assertThat(projection.applied(order)).isEqualTo(sequences(order, 0, end));
    }
  }

  @Test
  void a_watermark_says_how_far_its_partition_is_complete() {
    log.events(0, "a", 0, 1);
    log.watermark(0, "2018-07-26T05:00:00.000001Z");
    log.watermark(0, "2018-07-26T05:00:01Z");
    log.watermark(1, "2018-07-26T05:00:00.000001Z");
    log.events(1, "b", 0, 1);

    start();

    inTime().until(() -> projection.offset(log.partition(0)) == 3);
    inTime().until(() -> projection.offset(log.partition(1)) == 2);
    assertThat(projection.completeTo(log.partition(0)))
        .isEqualTo(Instant.parse("2018-07-26T05:00:01Z"));
    assertThat(projection.completeTo(log.partition(1)))
        .isEqualTo(Instant.parse("2018-07-26T05:00:00.000001Z"));
    assertThat(projection.completeTo(log.partition(2))).isNull();
    assertThat(projection.applied()).containsExactlyInAnyOrder("a/0", "b/0");
  }

  @Test
  void a_consumer_without_a_subscriber_does_not_start() {
    LogConsumer<?> consumer = consumer(new EventSink(new JsonEvents(), TestSchemas.OWN));

    assertThatThrownBy(consumer::start).isInstanceOf(IllegalStateException.class);
    assertThat(consumer.isRunning()).isFalse();
  }

  private boolean isReadTo(long offset) {
    return IntStream.range(0, TestBroker.PARTITIONS)
        .mapToObj(log::partition)
        .mapToLong(projection::offset)
        .allMatch(it -> it == offset);
  }
}
