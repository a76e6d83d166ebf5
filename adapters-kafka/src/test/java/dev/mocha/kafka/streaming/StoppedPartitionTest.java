package dev.mocha.kafka.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

class StoppedPartitionTest extends LogConsumerFixture {

  @Test
  void too_many_blocked_sequences_stop_the_partition_until_dead_letters_are_settled() {
    int maxBlocked = properties.consumer().maxBlockedSequences();
    IntStream.rangeClosed(0, maxBlocked).forEach(it -> projection.reject("bad-" + it));
    for (int bad = 0; bad <= maxBlocked; bad++) {
      log.events(0, "bad-" + bad, 0, 1);
    }
    log.events(0, "a", 0, 2);
    log.events(1, "b", 0, 3);

    LogConsumer<?> consumer = start();

    inTime().until(() -> projection.offset(log.partition(1)) == 3);
    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(consumer.health().getDetails())
        .containsEntry(
            log.partition(0).toString(),
            "offset 3: dead letters would block more than 3 sequences; retry or discard some");
    assertThat(projection.offset(log.partition(0))).isEqualTo(maxBlocked);
    assertThat(projection.applied("a")).isEmpty();
    projection.deleteDeadLetters();
    inTime().until(() -> projection.offset(log.partition(0)) == maxBlocked + 3);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 2));
    assertThat(projection.parked()).containsExactly("bad-3@3: bad-3 is invalid");
    inTime().until(() -> consumer.health().getStatus().equals(Status.UP));
  }

  @Test
  void a_record_that_cannot_become_a_dead_letter_stops_the_partition_and_nothing_is_skipped() {
    projection.reject("bad");
    projection.failToPark(true);
    log.events(0, "a", 0, 2);
    log.events(0, "bad", 0, 1);
    log.events(0, "a", 2, 4);

    LogConsumer<?> consumer = start();

    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(projection.offset(log.partition(0))).isEqualTo(2);
    projection.failToPark(false);
    inTime().until(() -> projection.offset(log.partition(0)) == 5);
    assertThat(projection.applied()).isEqualTo(sequences("a", 0, 4));
    assertThat(projection.parked()).containsExactly("bad@2: bad is invalid");
  }

  @Test
  void an_offset_that_the_log_does_not_have_stops_the_partition() {
    log.events(0, "a", 0, 1);
    log.events(1, "b", 0, 1);
    projection.moveTo(log.partition(0), 99);

    LogConsumer<?> consumer = start();

    inTime().until(() -> consumer.health().getStatus().equals(Status.DOWN));
    assertThat(consumer.health().getDetails())
        .isEqualTo(
            Map.of(
                log.partition(0).toString(),
                "offset 99: the log does not have this offset any more"));
    inTime().until(() -> projection.offset(log.partition(1)) == 1);
    assertThat(projection.applied()).containsExactly("b/0");
  }
}
