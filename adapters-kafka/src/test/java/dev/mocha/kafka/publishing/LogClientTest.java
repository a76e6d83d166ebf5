package dev.mocha.kafka.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.Watermark;
import dev.mocha.logclient.InvalidEvent;
import dev.mocha.logclient.LogClient;
import dev.mocha.logclient.LogClient.Receipt;
import dev.mocha.logclient.Schemas;
import dev.mocha.logclient.Violation;
import example.Payments;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** The client as any other service uses it, on a real broker. */
class LogClientTest {

  private static final Path FOLDER = Path.of("src/test/resources/example/schemas");
  private static final Path EXAMPLE = Path.of("src/test/java/example/Payments.java");
  private static final Path GUIDE = Path.of("../docs/log-client.md");

  private final KafkaProperties properties = TestBroker.freshTopics();
  private final String topic = properties.topics().orders();

  @Test
  void the_example_of_the_guide_sends_an_event_and_gets_its_place() throws Exception {
    Receipt receipt;
    try (var payments = new Payments(properties.bootstrapServers(), topic, FOLDER)) {
      receipt = payments.taken("p-1", "o-1", 5_000_000).get();
    }

    List<ConsumerRecord<String, byte[]>> records = TestBroker.read(topic);
    assertThat(records).hasSize(1);
    assertThat(receipt)
        .isEqualTo(new Receipt(topic, records.getFirst().partition(), records.getFirst().offset()));
    assertThat(records.getFirst().key()).isEqualTo("o-1");
    assertThat(new String(records.getFirst().value(), UTF_8))
        .isEqualTo("{\"orderId\":\"o-1\",\"amount\":5000000}");
    assertThat(headers(records.getFirst()))
        .containsEntry("ce_id", "p-1")
        .containsEntry("ce_dataschema", "https://payments.example/schemas/payment-taken/1")
        .containsEntry("content-type", "application/json");
  }

  @Test
  void the_example_is_the_one_in_the_guide() throws Exception {
    assertThat(Files.readString(GUIDE))
        .contains("```java\n" + Files.readString(EXAMPLE) + "```")
        .contains("```json\n" + Files.readString(FOLDER.resolve("payment-taken/1.json")) + "```");
  }

  @Test
  void an_invalid_event_is_not_sent() {
    try (var client = client()) {
      assertThat(client.send(topic, event("{\"orderId\":\"o-1\",\"amount\":0}")))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              InvalidEvent.class,
              it ->
                  assertThat(it.violations())
                      .containsExactly(
                          new Violation("/data/amount", "must have a minimum value of 1")));
    }
    assertThat(TestBroker.read(topic)).isEmpty();
  }

  @Test
  void the_partition_key_comes_before_the_subject_and_a_missing_content_type_is_json()
      throws Exception {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("p-1")
            .withSource(URI.create("/payments"))
            .withType("payment-taken")
            .withDataSchema(URI.create("urn:payments:payment-taken:1"))
            .withSubject("o-1")
            .withExtension("partitionkey", "m-1")
            .withData("{\"orderId\":\"o-1\",\"amount\":1}".getBytes(UTF_8))
            .build();
    try (var client = client()) {
      client.send(topic, event).get();
    }

    assertThat(TestBroker.read(topic))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.key()).isEqualTo("m-1");
              assertThat(headers(it)).containsEntry("content-type", "application/json");
            });
  }

  @Test
  void events_of_one_key_keep_their_order_and_are_there_when_the_client_is_closed() {
    List<CompletableFuture<Receipt>> sent;
    try (var client = client()) {
      sent =
          IntStream.range(1, 1_000)
              .mapToObj(
                  it -> client.send(topic, event("{\"orderId\":\"o\",\"amount\":" + it + "}")))
              .toList();
    }

    assertThat(sent).allMatch(it -> it.state() == Future.State.SUCCESS);
    assertThat(TestBroker.read(topic))
        .extracting(it -> new String(it.value(), UTF_8))
        .isEqualTo(
            IntStream.range(1, 1_000)
                .mapToObj(it -> "{\"orderId\":\"o\",\"amount\":" + it + "}")
                .toList());
  }

  @Test
  void every_partition_gets_the_watermark_that_readers_know() throws Exception {
    Instant completeTo = Instant.parse("2018-07-26T05:12:33.123456Z");
    try (var client = client()) {
      client.watermark(topic, URI.create("/shop"), completeTo).get();
    }

    List<ConsumerRecord<String, byte[]>> watermarks = TestBroker.read(topic);
    assertThat(watermarks)
        .extracting(ConsumerRecord::partition)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, properties.topics().partitions()).boxed().toList());
    assertThat(watermarks)
        .allSatisfy(
            it ->
                assertThat(headers(it))
                    .containsEntry("ce_type", Watermark.TYPE)
                    .containsEntry("ce_source", "/shop")
                    .containsEntry("ce_time", "2018-07-26T05:12:33.123456Z"));
  }

  @Test
  void without_a_broker_sending_fails() {
    Map<String, Object> nowhere = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 500);
    try (var client = new LogClient(nowhere, Schemas.inFolder(FOLDER))) {
      assertThat(client.send(topic, event("{\"orderId\":\"o-1\",\"amount\":1}")))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
      assertThat(client.watermark(topic, URI.create("/shop"), Instant.EPOCH))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
    }
  }

  private LogClient client() {
    return new LogClient(
        Map.of("bootstrap.servers", properties.bootstrapServers()), Schemas.inFolder(FOLDER));
  }

  private static CloudEvent event(String data) {
    return CloudEventBuilder.v1()
        .withId("p-1")
        .withSource(URI.create("/payments"))
        .withType("payment-taken")
        .withDataSchema(URI.create("https://payments.example/schemas/payment-taken/1"))
        .withSubject("o-1")
        .withData("application/json", data.getBytes(UTF_8))
        .build();
  }

  private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    var headers = new TreeMap<String, String>();
    record.headers().forEach(it -> headers.put(it.key(), new String(it.value(), UTF_8)));
    return headers;
  }
}
