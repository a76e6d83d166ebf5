package dev.mocha.kafka.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mocha.kafka.JsonEvents;
import dev.mocha.kafka.KafkaProperties;
import dev.mocha.kafka.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class LogConsumerTest {

  private final KafkaProperties properties = TestBroker.freshTopics();
  private final LogWriter log = new LogWriter(properties);
  private final ProjectionInMemory projection = new ProjectionInMemory();
  private final List<LogConsumer> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(LogConsumer::stop);
    log.close();
  }

  @Test
  void events_are_applied_once_and_in_order_and_the_positions_move_with_them() {
    log.events(0, "a", 0, 250);
    log.events(1, "b", 0, 3);

    LogConsumer consumer = start();

    inTime().until(() -> projection.position(log.partition(0)) == 250);
    inTime().until(() -> projection.position(log.partition(1)) == 3);
    log.events(1, "b", 3, 5);
    inTime().until(() -> projection.position(log.partition(1)) == 5);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 250));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 0, 5));
    assertThat(projection.known()).hasSize(2 * TestBroker.PARTITIONS);
    assertThat(consumer.health()).isEqualTo(Health.up().build());
  }

  @Test
  void a_record_that_cannot_be_read_stops_its_partition_there_and_no_other() {
    log.events(0, "a", 0, 3);
    var unknown = LogWriter.headers("a", 3);
    unknown.put("ce_type", "order-lost");
    log.send(0, LogWriter.data("a"), unknown);
    log.events(0, "a", 4, 6);
    log.events(1, "b", 0, 3);

    LogConsumer consumer = start();

    inTime().until(() -> projection.position(log.partition(1)) == 3);
    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(consumer.health())
        .isEqualTo(
            Health.down()
                .withDetail(log.partition(0).toString(), "offset 3: unknown event type order-lost")
                .build());
    log.events(1, "b", 3, 4);
    inTime().until(() -> projection.position(log.partition(1)) == 4);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 3));
    assertThat(projection.position(log.partition(0))).isEqualTo(3);
  }

  @Test
  void an_event_that_the_projection_refuses_stops_its_partition_exactly_there() {
    projection.refuse("bad");
    log.events(0, "a", 0, 5);
    log.events(0, "bad", 0, 1);
    log.events(0, "a", 5, 9);
    log.events(1, "b", 0, 7);

    LogConsumer consumer = start();

    inTime().until(() -> projection.position(log.partition(1)) == 7);
    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(consumer.health())
        .isEqualTo(
            Health.down()
                .withDetail(log.partition(0).toString(), "offset 5: bad is refused")
                .build());
    assertThat(projection.position(log.partition(0))).isEqualTo(5);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 5));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 0, 7));
  }

  @Test
  void a_database_that_is_away_is_waited_for_and_nothing_is_lost() {
    LogConsumer consumer = start();
    log.events(0, "a", 0, 2);
    inTime().until(() -> projection.position(log.partition(0)) == 2);
    projection.goAway();
    log.events(0, "a", 2, 20);
    log.events(1, "b", 0, 20);
    inTime().until(() -> consumer.health().getDetails().containsKey("waiting"));
    assertThat(consumer.health().getStatus()).isEqualTo(Status.DOWN);

    projection.comeBack();

    inTime().until(() -> projection.position(log.partition(0)) == 20);
    inTime().until(() -> projection.position(log.partition(1)) == 20);
    inTime().until(() -> consumer.health().getStatus().equals(Status.UP));
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 20));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 0, 20));
  }

  @Test
  void a_database_that_is_away_from_the_start_is_waited_for() {
    projection.goAway();
    log.events(0, "a", 0, 2);
    LogConsumer consumer = start();
    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));

    projection.comeBack();

    inTime().until(() -> projection.position(log.partition(0)) == 2);
    assertThat(projection.applied()).isEqualTo(sequences("a", 0, 2));
  }

  @Test
  void a_position_that_another_has_moved_is_read_again() {
    LogConsumer consumer = start();
    log.events(0, "a", 0, 2);
    inTime().until(() -> projection.position(log.partition(0)) == 2);
    projection.moveTo(log.partition(0), 4);

    log.events(0, "a", 2, 6);

    inTime().until(() -> projection.position(log.partition(0)) == 6);
    assertThat(projection.applied()).containsExactly("a/0", "a/1", "a/4", "a/5");
    assertThat(consumer.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_consumer_goes_on_from_the_stored_position() {
    log.events(0, "a", 0, 3);
    LogConsumer first = start();
    inTime().until(() -> projection.position(log.partition(0)) == 3);
    first.stop();
    log.events(0, "a", 3, 5);
    log.events(1, "b", 0, 4);
    projection.moveTo(log.partition(1), 2);

    start();

    inTime().until(() -> projection.position(log.partition(0)) == 5);
    inTime().until(() -> projection.position(log.partition(1)) == 4);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 5));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 2, 4));
  }

  @Test
  void a_position_that_the_log_does_not_hold_stops_the_partition() {
    log.events(0, "a", 0, 1);
    log.events(1, "b", 0, 1);
    projection.moveTo(log.partition(0), 99);

    LogConsumer consumer = start();

    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(consumer.health().getDetails())
        .isEqualTo(
            Map.of(
                log.partition(0).toString(),
                "offset 99: the log does not hold this position any more"));
    inTime().until(() -> projection.position(log.partition(1)) == 1);
    assertThat(projection.applied()).containsExactly("b/0");
  }

  @Test
  void consumers_share_the_partitions_and_one_takes_over_what_the_other_leaves() {
    Set<LogConsumer> served = ConcurrentHashMap.newKeySet();
    LogConsumer first = start(served);
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
    log.mark(0, "2018-07-26T05:00:00.000001Z");
    log.mark(0, "2018-07-26T05:00:01Z");
    log.mark(1, "2018-07-26T05:00:00.000001Z");
    log.events(1, "b", 0, 1);

    start();

    inTime().until(() -> projection.position(log.partition(0)) == 3);
    inTime().until(() -> projection.position(log.partition(1)) == 2);
    assertThat(projection.completeTo(log.partition(0)))
        .isEqualTo(Instant.parse("2018-07-26T05:00:01Z"));
    assertThat(projection.completeTo(log.partition(1)))
        .isEqualTo(Instant.parse("2018-07-26T05:00:00.000001Z"));
    assertThat(projection.completeTo(log.partition(2))).isNull();
    assertThat(projection.applied()).containsExactlyInAnyOrder("a/0", "b/0");
  }

  @Test
  void a_consumer_without_a_subscriber_does_not_start() {
    LogConsumer consumer = consumer();

    assertThatThrownBy(consumer::start).isInstanceOf(IllegalStateException.class);
    assertThat(consumer.isRunning()).isFalse();
  }

  private boolean isReadTo(long offset) {
    return IntStream.range(0, TestBroker.PARTITIONS)
        .mapToObj(log::partition)
        .mapToLong(projection::position)
        .allMatch(it -> it == offset);
  }

  private LogConsumer start() {
    return start(ConcurrentHashMap.newKeySet());
  }

  private LogConsumer start(Set<LogConsumer> served) {
    LogConsumer consumer = consumer();
    consumer.subscribe(
        events -> {
          projection.take(events);
          served.add(consumer);
        });
    started.add(consumer);
    consumer.start();
    return consumer;
  }

  private LogConsumer consumer() {
    return new LogConsumer(properties, projection, new JsonEvents(), new SimpleMeterRegistry());
  }

  private static List<String> sequences(String orderId, int from, int to) {
    return IntStream.range(from, to).mapToObj(it -> orderId + "/" + it).toList();
  }

  private static ConditionFactory inTime() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }
}
