package dev.mocha.kafka.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/** What makes a partition stand still, and only that one. */
class StandstillTest extends LogConsumerFixture {

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
}
