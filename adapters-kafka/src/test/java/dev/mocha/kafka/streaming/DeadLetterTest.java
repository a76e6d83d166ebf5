package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Header;
import dev.mocha.application.streaming.DeadLetterSequence;
import dev.mocha.kafka.Samples;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;

class DeadLetterTest extends LogConsumerFixture {

  @Test
  void an_invalid_record_becomes_a_dead_letter_with_its_original_bytes() {
    log.watermark(0, "2018-07-26T05:00:00Z");
    Map<String, String> headers = LogWriter.headers("a", 0);
    headers.put("ce_type", "order-lost");
    log.send(0, LogWriter.data("a"), headers);
    log.watermark(0, "2018-07-26T06:00:00Z");

    LogConsumer<?> consumer = start();

    inTime().until(() -> projection.offset(log.partition(0)) == 3);
    assertThat(projection.deadLetters()).hasSize(1);
    DeadLetter deadLetter = projection.deadLetters().getFirst();
    assertThat(deadLetter.partition()).isEqualTo(log.partition(0));
    assertThat(deadLetter.offset()).isEqualTo(1);
    assertThat(deadLetter.key()).asString(UTF_8).isEqualTo("m-1");
    assertThat(deadLetter.value()).isEqualTo(LogWriter.data("a"));
    assertThat(
            deadLetter.headers().stream()
                .collect(Collectors.toMap(Header::name, DeadLetterTest::text)))
        .isEqualTo(headers);
    assertThat(deadLetter.sequence())
        .isEqualTo(new DeadLetterSequence(log.partition(0).topic(), "a"));
    assertThat(deadLetter.reason()).isEqualTo("unknown event type order-lost");
    assertThat(deadLetter.failure()).isEqualTo("dev.mocha.kafka.streaming.decoding.InvalidRecord");
    assertThat(deadLetter.waits()).isFalse();
    assertThat(deadLetter.completeTo()).isEqualTo(Instant.parse("2018-07-26T05:00:00Z"));
    inTime()
        .until(() -> consumer.health().equals(Health.up().withDetail("deadLetters", 1L).build()));
  }

  @Test
  void later_records_of_its_sequence_wait_and_all_others_are_applied() {
    projection.reject("bad");
    log.events(0, "a", 0, 5);
    log.events(0, "bad", 0, 2);
    log.events(0, "a", 5, 9);
    log.events(1, "b", 0, 7);

    start();

    inTime().until(() -> projection.offset(log.partition(0)) == 11);
    inTime().until(() -> projection.offset(log.partition(1)) == 7);
    assertThat(projection.applied("a")).isEqualTo(sequences("a", 0, 9));
    assertThat(projection.applied("b")).isEqualTo(sequences("b", 0, 7));
    assertThat(projection.parked())
        .containsExactly(
            "bad@5: bad is invalid", "bad@6: waits behind an earlier dead letter of its sequence");

    log.events(0, "bad", 2, 3);
    inTime().until(() -> projection.offset(log.partition(0)) == 12);
    assertThat(projection.parked())
        .contains("bad@11: waits behind an earlier dead letter of its sequence");
  }

  @Test
  void a_record_above_the_maximum_size_becomes_a_dead_letter() {
    int maxBytes = properties.consumer().maxRecordBytes();
    log.send(0, new byte[maxBytes + 1], LogWriter.headers("large", 0));
    log.events(0, "a", 0, 1);

    start();

    inTime().until(() -> projection.offset(log.partition(0)) == 2);
    assertThat(projection.applied()).containsExactly("a/0");
    assertThat(projection.parked())
        .containsExactly("large@0: the value has 10,001 bytes, more than the maximum of 10,000");
  }

  @Test
  void a_dead_letter_is_redelivered_as_the_original_record() {
    projection.reject("bad");
    log.events(0, "bad", 0, 1);
    LogConsumer<?> consumer = start();
    inTime().until(() -> projection.offset(log.partition(0)) == 1);
    projection.accept("bad");

    consumer.receive(projection.deadLetters().getFirst());

    assertThat(projection.begun()).containsExactly("bad/0");
  }

  @Test
  void a_dead_letter_of_an_older_revision_is_redelivered() {
    projection.reject("o-1");
    Map<String, String> headers = LogWriter.headers("o-1", 0);
    headers.put("ce_type", "order-placed");
    headers.put("ce_dataschema", "urn:mocha:schema:order-placed:1");
    log.send(0, Samples.PLACED_1.getBytes(UTF_8), headers);
    LogConsumer<?> consumer = start();
    inTime().until(() -> projection.offset(log.partition(0)) == 1);
    projection.accept("o-1");

    consumer.receive(projection.deadLetters().getFirst());

    assertThat(projection.begun()).containsExactly("o-1/0");
  }

  private static String text(Header header) {
    return new String(Objects.requireNonNull(header.value()), UTF_8);
  }
}
