package dev.mocha.kafka.streaming;

import static dev.mocha.kafka.streaming.LogConsumerFixture.inTime;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.Streams.Partition;
import dev.mocha.application.streaming.Streams.State;
import dev.mocha.application.streaming.Streams.Status;
import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.TestSchemas;
import dev.mocha.kafka.streaming.definition.StreamFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredStreamsTest {

  private final KafkaProperties properties = TestBroker.freshTopics();
  private final LogWriter log = new LogWriter(properties);
  private final TablesInMemory tables = new TablesInMemory();
  private final ConfiguredStreams streams =
      new ConfiguredStreams(
          properties,
          tables,
          new EventConsumers(
              properties, tables, new JsonEvents(), TestSchemas.OWN, new SimpleMeterRegistry()),
          new SimpleMeterRegistry());

  @TempDir private Path folder;

  @BeforeEach
  void define() throws IOException {
    add("accepted");
    add("mismatched");
    tables.mismatch("mismatched");
  }

  private void add(String name) throws IOException {
    add(name, properties.topics().orders());
  }

  private void add(String name, String topic) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(
        file,
        """
        stream: %s
        topics: [%s]
        types: [order-accepted]
        table: %s
        key: [order_id]
        version: sequence
        columns:
          order_id: {type: text, attribute: subject}
          sequence: {type: bigint, attribute: sequence}
          day:      {type: date, from: /businessDate, required: true}
        """
            .formatted(name, topic, name));
    StreamDefinition stream = new StreamFiles(null).check(file).definition().orElseThrow();
    streams.add(stream, 1, null);
  }

  @AfterEach
  void stop() {
    streams.stop();
    log.close();
  }

  @Test
  void a_stream_whose_table_differs_stays_down_and_the_others_run() {
    streams.start();
    log.events(0, "o-1", 0, 2);

    inTime()
        .untilAsserted(
            () ->
                assertThat(tables.rows("accepted"))
                    .containsExactly("Upsert[o-1, 0, 2018-07-26]", "Upsert[o-1, 1, 2018-07-26]"));
    assertThat(tables.rows("mismatched")).isEmpty();
    assertThat(streams.health().getStatus().getCode()).isEqualTo("DOWN");
    assertThat(streams.health().getDetails())
        .isEqualTo(Map.of("mismatched", "column a is missing"));
  }

  @Test
  void a_stream_whose_database_is_unavailable_at_the_start_is_down_until_it_is_available() {
    log.events(0, "o-1", 0, 1);
    tables.failDatabase();

    streams.start();

    String unavailable = "the reports database is not available: the test says so";
    assertThat(streams.health().getDetails())
        .isEqualTo(Map.of("accepted", unavailable, "mismatched", unavailable));
    tables.restoreDatabase();
    inTime()
        .untilAsserted(
            () ->
                assertThat(tables.rows("accepted")).containsExactly("Upsert[o-1, 0, 2018-07-26]"));
    awaitThatOnlyTheMismatchedIsDown();
  }

  private void awaitThatOnlyTheMismatchedIsDown() {
    inTime()
        .untilAsserted(
            () ->
                assertThat(streams.health().getDetails())
                    .isEqualTo(Map.of("mismatched", "column a is missing")));
  }

  @Test
  void a_missing_topic_is_named_and_read_as_soon_as_it_exists() throws IOException {
    KafkaProperties later = TestBroker.unmadeTopics();
    String topic = later.topics().orders();
    add("later", topic);

    streams.start();

    inTime().until(() -> streams.health().getDetails().containsKey("later"));
    assertThat(streams.all().getLast())
        .isEqualTo(
            new Status(
                "later",
                List.of(topic),
                "public.later",
                State.RUNNING,
                "the broker has no topic " + topic,
                0,
                0,
                List.of()));
    TestBroker.open(later, Set.of(topic));
    try (var appeared = new LogWriter(later)) {
      appeared.events(0, "o-9", 0, 1);
    }
    inTime()
        .untilAsserted(
            () -> assertThat(tables.rows("later")).containsExactly("Upsert[o-9, 0, 2018-07-26]"));
    awaitThatOnlyTheMismatchedIsDown();
  }

  @Test
  void the_list_has_the_offsets_of_each_stream() {
    log.events(0, "o-1", 0, 3);
    log.send(1, "{}".getBytes(UTF_8), LogWriter.headers("o-2", 0));
    streams.start();
    inTime()
        .until(() -> tables.rows("accepted").size() == 3 && tables.parked("accepted").size() == 1);
    String topic = properties.topics().orders();

    assertThat(streams.all())
        .containsExactly(
            new Status(
                "accepted",
                List.of(topic),
                "public.accepted",
                State.RUNNING,
                null,
                1,
                0,
                List.of(
                    new Partition(topic, 0, 3, 3, 0),
                    new Partition(topic, 1, 1, 1, 0),
                    new Partition(topic, 2, 0, 0, 0))),
            new Status(
                "mismatched",
                List.of(topic),
                "public.mismatched",
                State.DOWN,
                "column a is missing",
                0,
                0,
                List.of(
                    new Partition(topic, 0, 0, 3, 3),
                    new Partition(topic, 1, 0, 1, 1),
                    new Partition(topic, 2, 0, 0, 0))));
    assertThat(tables.parked("accepted"))
        .containsExactly(
            "o-2@0: column day, from '/businessDate': there is no value, and the column is"
                + " required");
  }
}
