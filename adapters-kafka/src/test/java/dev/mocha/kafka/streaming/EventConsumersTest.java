package dev.mocha.kafka.streaming;

import static dev.mocha.kafka.streaming.LogConsumerFixture.inTime;
import static dev.mocha.kafka.streaming.LogConsumerFixture.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.mocha.application.streaming.EventStreams.EventStream;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.application.streaming.Streams;
import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.TestSchemas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class EventConsumersTest {

  private final KafkaProperties properties = TestBroker.freshTopics();
  private final LogWriter log = new LogWriter(properties);
  private final TablesInMemory tables = new TablesInMemory();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EventConsumers consumers =
      new EventConsumers(properties, tables, new JsonEvents(), TestSchemas.OWN, meters);
  private final ConfiguredStreams streams =
      new ConfiguredStreams(properties, tables, consumers, meters);
  private final List<EventStream> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(EventStream::close);
    log.close();
  }

  private EventStream open(String name) {
    EventStream stream = consumers.open(name, source -> source.subscribe(tables.of(name)::apply));
    opened.add(stream);
    return stream;
  }

  private void awaitOffset(String name, long offset) {
    inTime().until(() -> tables.of(name).offset(log.partition(0)) == offset);
  }

  @Test
  void streams_read_everything_side_by_side() {
    log.events(0, "a", 0, 5);
    open("one");
    awaitOffset("one", 5);

    open("other");
    awaitOffset("other", 5);
    log.events(0, "a", 5, 7);
    awaitOffset("one", 7);
    awaitOffset("other", 7);

    assertThat(tables.of("one").applied()).isEqualTo(sequences("a", 0, 7));
    assertThat(tables.of("other").applied()).isEqualTo(sequences("a", 0, 7));
  }

  @Test
  void a_closed_stream_reads_nothing_and_resumes_where_it_was() {
    log.events(0, "a", 0, 3);
    EventStream one = open("one");
    open("other");
    awaitOffset("one", 3);
    awaitOffset("other", 3);

    one.close();
    log.events(0, "a", 3, 5);
    awaitOffset("other", 5);
    assertThat(tables.of("one").applied()).isEqualTo(sequences("a", 0, 3));

    open("one");
    awaitOffset("one", 5);
    assertThat(tables.of("one").applied()).isEqualTo(sequences("a", 0, 5));
  }

  @Test
  void open_streams_are_listed_and_receive_dead_letters() {
    assertThat(streams.all()).isEmpty();
    EventStream one = open("one");
    open("other");

    assertThat(streams.all())
        .extracting(Streams.Status::name, Streams.Status::table)
        .containsExactly(tuple("one", null), tuple("other", null));
    assertThat(streams.recipient("one")).map(Redelivery.Recipient::stream).contains("one");

    one.close();
    assertThat(streams.all()).extracting(Streams.Status::name).containsExactly("other");
    assertThat(streams.recipient("one")).isEmpty();
  }

  @Test
  void a_stream_that_backs_off_is_named_and_is_down_for_health_only_if_it_affects_health() {
    assertThat(consumers.health()).isEqualTo(Health.up().build());
    EventStream one = open("one");
    EventStream other = open("other");
    one.affectHealth(true);
    log.events(0, "a", 0, 1);
    awaitOffset("one", 1);
    awaitOffset("other", 1);
    assertThat(consumers.health()).isEqualTo(Health.up().build());

    tables.of("other").failDatabase();
    log.events(0, "a", 1, 2);

    inTime().until(() -> consumers.health().getDetails().containsKey("other"));
    assertThat(consumers.health().getStatus()).isEqualTo(Status.UP);
    other.affectHealth(true);
    inTime().until(() -> consumers.health().getStatus().equals(Status.DOWN));
    assertThat(consumers.health().getDetails()).containsOnlyKeys("other");
    other.affectHealth(false);
    inTime().until(() -> consumers.health().getStatus().equals(Status.UP));
    one.affectHealth(false);
    inTime().until(() -> consumers.health().getStatus().equals(Status.DOWN));
    awaitOffset("one", 2);
    other.close();
    assertThat(consumers.health()).isEqualTo(Health.up().build());
  }

  @Test
  void closing_a_stream_removes_its_meters() {
    EventStream one = open("one");
    open("other");
    assertThat(streamsMetered()).contains("one", "other");

    one.close();

    assertThat(streamsMetered()).doesNotContain("one").contains("other");
  }

  private List<String> streamsMetered() {
    return meters.getMeters().stream().map(it -> it.getId().getTag("stream")).distinct().toList();
  }

  @Test
  void a_stream_without_a_subscriber_is_not_opened() {
    assertThatIllegalStateException().isThrownBy(() -> consumers.open("one", _ -> {}));

    assertThat(streams.all()).isEmpty();
  }
}
