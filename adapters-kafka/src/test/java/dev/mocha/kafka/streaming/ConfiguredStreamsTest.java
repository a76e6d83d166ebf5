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
          new EventConsumers(
              properties, tables, new JsonEvents(), TestSchemas.OWN, new SimpleMeterRegistry()));

  @TempDir private Path folder;

  @BeforeEach
  void define() throws IOException {
    add("accepted");
    add("spoiled");
    tables.spoil("spoiled");
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
    streams.with(stream, 1, null, tables, properties, new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    streams.stop();
    log.close();
  }

  @Test
  void a_stream_whose_table_differs_stays_down_and_the_others_go_on() {
    streams.start();
    log.events(0, "o-1", 0, 2);

    inTime()
        .untilAsserted(
            () ->
                assertThat(tables.rows("accepted"))
                    .containsExactly("Upsert[o-1, 0, 2018-07-26]", "Upsert[o-1, 1, 2018-07-26]"));
    assertThat(tables.rows("spoiled")).isEmpty();
    assertThat(streams.health().getStatus().getCode()).isEqualTo("DOWN");
    assertThat(streams.health().getDetails()).isEqualTo(Map.of("spoiled", "column a is missing"));
  }

  @Test
  void a_stream_whose_database_is_away_at_start_tells_so_and_starts_when_it_is_back() {
    log.events(0, "o-1", 0, 1);
    tables.goAway();

    streams.start();

    String away = "the reports database is not available: the test has it so";
    assertThat(streams.health().getDetails()).isEqualTo(Map.of("accepted", away, "spoiled", away));
    tables.comeBack();
    inTime()
        .untilAsserted(
            () ->
                assertThat(tables.rows("accepted")).containsExactly("Upsert[o-1, 0, 2018-07-26]"));
    awaitThatOnlyTheSpoiledIsDown();
  }

  private void awaitThatOnlyTheSpoiledIsDown() {
    inTime()
        .untilAsserted(
            () ->
                assertThat(streams.health().getDetails())
                    .isEqualTo(Map.of("spoiled", "column a is missing")));
  }

  @Test
  void a_topic_that_is_not_there_is_named_and_read_once_it_is_there() throws IOException {
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
    awaitThatOnlyTheSpoiledIsDown();
  }

  @Test
  void the_list_tells_how_far_each_stream_is() {
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
                "spoiled",
                List.of(topic),
                "public.spoiled",
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
