package dev.mocha.kafka.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

/** What makes a partition stand still, and only that one. */
class StoppedPartitionTest extends LogConsumerFixture {

  @Test
  void more_dead_letters_than_allowed_stop_the_partition_until_some_are_settled() {
    int allowed = properties.consumer().heldUpSequences();
    IntStream.rangeClosed(0, allowed).forEach(it -> projection.refuse("bad-" + it));
    for (int bad = 0; bad <= allowed; bad++) {
      log.events(0, "bad-" + bad, 0, 1);
    }
    log.events(0, "a", 0, 2);
    log.events(1, "b", 0, 3);

    LogConsumer<?> consumer = start();

    inTime().until(() -> projection.position(log.partition(1)) == 3);
    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(consumer.health().getDetails())
        .containsEntry(
            log.partition(0).toString(),
            "offset 3: more than 3 sequences would be held up by dead letters; retry or discard"
                + " some");
    assertThat(projection.position(log.partition(0))).isEqualTo(allowed);
    assertThat(projection.applied("a")).isEmpty();
    projection.forgetLetters();
    inTime().until(() -> projection.position(log.partition(0)) == allowed + 3);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 2));
    assertThat(projection.parked()).containsExactly("bad-3@3: bad-3 is refused");
    inTime().until(() -> consumer.health().getStatus().equals(Status.UP));
  }

  @Test
  void a_record_that_cannot_be_put_aside_stops_the_partition_and_nothing_is_passed_over() {
    projection.refuse("bad");
    projection.refuseLetters(true);
    log.events(0, "a", 0, 2);
    log.events(0, "bad", 0, 1);
    log.events(0, "a", 2, 4);

    LogConsumer<?> consumer = start();

    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(projection.position(log.partition(0))).isEqualTo(2);
    projection.refuseLetters(false);
    inTime().until(() -> projection.position(log.partition(0)) == 5);
    assertThat(projection.applied()).isEqualTo(sequences("a", 0, 4));
    assertThat(projection.parked()).containsExactly("bad@2: bad is refused");
  }

  @Test
  void a_position_that_the_log_does_not_hold_stops_the_partition() {
    log.events(0, "a", 0, 1);
    log.events(1, "b", 0, 1);
    projection.moveTo(log.partition(0), 99);

    LogConsumer<?> consumer = start();

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
