package dev.mocha.kafka.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Handler;
import dev.mocha.application.rebuilding.EventHistory.Incomplete;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.LogEndOffsets.NotReachable;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.Samples;
import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.streaming.LogWriter;
import dev.mocha.kafka.streaming.decoding.EventDecoder;
import dev.mocha.logclient.Schemas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LogHistoryTest {

  private static final byte[] BROKEN = {'?'};

  private final KafkaProperties properties = TestBroker.freshTopics();
  private final LogHistory history = history(properties);
  @AutoClose private final LogWriter log = new LogWriter(properties);

  private static LogHistory history(KafkaProperties properties) {
    return new LogHistory(properties, new EventDecoder(new JsonEvents(), Schemas.of(Map.of())));
  }

  /** What was received over, in its order. */
  private static final class Received implements Handler {
    private final List<String> events = new ArrayList<>();
    private final List<LogCount> counts = new ArrayList<>();
    private final List<Instant> watermarks = new ArrayList<>();
    private long read;

    @Override
    public void order(OrderEvent event, long sequence, @Nullable LogCount counted) {
      events.add(event.orderId().value() + "/" + sequence);
      if (counted != null) {
        counts.add(counted);
      }
    }

    @Override
    public void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {
      throw new AssertionError("there are no merchants on this log");
    }

    @Override
    public void watermark(Instant completeTo, List<LogCount> published) {
      watermarks.add(completeTo);
    }

    @Override
    public void read(long entries) {
      read += entries;
    }
  }

  private static Received read(Reader reader, Part part, Set<Long> parkedOffsets) {
    var received = new Received();
    reader.read(part, parkedOffsets, received);
    return received;
  }

  private Received read(Part part) {
    try (Reader reader = history.open()) {
      return read(reader, part, Set.of());
    }
  }

  private Part part(int partition, long begin, long end) {
    return new Part(log.partition(partition), begin, end);
  }

  private static List<String> sequences(String order, int from, int to) {
    return IntStream.range(from, to).mapToObj(it -> order + "/" + it).toList();
  }

  @Test
  void parts_end_at_the_stream_offsets_and_never_after_the_log() {
    log.events(0, "a", 0, 9);
    log.events(1, "b", 0, 4);
    log.events(2, "c", 0, 2);

    Extent extent = history.extent(Map.of(log.partition(0), 7L, log.partition(1), 100L));

    var merchants = new LogPartition(properties.topics().merchants(), 0);
    Map<LogPartition, Long> orders =
        Map.of(log.partition(0), 7L, log.partition(1), 4L, log.partition(2), 0L);
    assertThat(extent.resumeFrom()).containsAllEntriesOf(orders).containsEntry(merchants, 0L);
    assertThat(extent.resumeFrom()).hasSize(2 * TestBroker.PARTITIONS);
    assertThat(extent.parts())
        .containsExactlyInAnyOrderElementsOf(
            extent.resumeFrom().entrySet().stream()
                .map(it -> new Part(it.getKey(), 0, it.getValue()))
                .toList());
  }

  @Test
  void a_part_is_read_in_order_and_not_beyond_its_end() {
    log.events(0, "a", 0, 3);
    log.watermark(0, "2018-07-26T06:00:00Z");
    log.events(0, "a", 3, 9);
    log.watermark(0, "2018-07-26T07:00:00Z");
    log.events(1, "b", 0, 4);

    Received received = read(part(0, 0, 8));

    assertThat(received.events).isEqualTo(sequences("a", 0, 7));
    assertThat(received.watermarks).containsExactly(Instant.parse("2018-07-26T06:00:00Z"));
    assertThat(received.read).isEqualTo(8);
  }

  @Test
  void an_event_of_the_log_carries_its_count() {
    Map<String, String> headers = LogWriter.headers("a", 0);
    headers.put("ce_recordedtime", "2018-07-26T05:13:01Z");
    log.send(0, LogWriter.data("a"), headers);

    assertThat(read(part(0, 0, 1)).counts)
        .containsExactly(
            LogCount.of(log.partition(0), Instant.parse("2018-07-26T05:13:01Z"), "a-0"));
  }

  @Test
  void parts_are_read_one_after_another_from_wherever_they_begin() {
    log.events(0, "a", 0, 9);
    log.events(1, "b", 0, 4);

    try (Reader reader = history.open()) {
      assertThat(read(reader, part(0, 0, 5), Set.of()).events).isEqualTo(sequences("a", 0, 5));
      assertThat(read(reader, part(1, 1, 3), Set.of()).events).isEqualTo(sequences("b", 1, 3));
      assertThat(read(reader, part(0, 5, 9), Set.of()).events).isEqualTo(sequences("a", 5, 9));
      assertThat(read(reader, part(2, 0, 0), Set.of()).events).isEmpty();
    }
  }

  @Test
  void parked_offsets_are_skipped_even_if_their_records_cannot_be_read() {
    log.events(0, "a", 0, 2);
    log.send(0, BROKEN, LogWriter.headers("a", 2));
    log.events(0, "a", 3, 5);

    try (Reader reader = history.open()) {
      Received received = read(reader, part(0, 0, 5), Set.of(0L, 2L));
      assertThat(received.events).containsExactly("a/1", "a/3", "a/4");
      assertThat(received.read).isEqualTo(5);
    }
  }

  @Test
  void a_record_that_cannot_be_read_is_irregular_and_says_where_it_is() {
    log.events(0, "a", 0, 2);
    log.send(0, BROKEN, LogWriter.headers("a", 2));

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> read(part(0, 0, 3)))
        .withMessageStartingWith(log.partition(0) + "@2 cannot be read: ");
    assertThat(read(part(0, 0, 2)).events).isEqualTo(sequences("a", 0, 2));
  }

  @Test
  void a_log_without_its_first_records_is_incomplete() {
    log.events(0, "a", 0, 9);
    Extent before = history.extent(Map.of(log.partition(0), 9L));
    TestBroker.dropBefore(log.partition(0), 4);
    String message =
        log.partition(0)
            + " begins at offset 4: Kafka has deleted the records before;"
            + " rebuild from the event store";

    assertThatExceptionOfType(Incomplete.class)
        .isThrownBy(() -> history.extent(Map.of()))
        .withMessage(message);
    Part frozen =
        before.parts().stream()
            .filter(it -> it.partition().equals(log.partition(0)))
            .findFirst()
            .orElseThrow();
    assertThatExceptionOfType(Incomplete.class).isThrownBy(() -> read(frozen)).withMessage(message);
  }

  @Test
  void a_log_that_loses_its_first_records_while_it_is_read_is_incomplete() {
    log.events(0, "a", 0, 9);

    try (Reader reader = history.open()) {
      read(reader, part(0, 0, 5), Set.of());
      TestBroker.dropBefore(log.partition(0), 8);

      assertThatExceptionOfType(Incomplete.class)
          .isThrownBy(() -> read(reader, part(0, 5, 9), Set.of()))
          .withMessageStartingWith(log.partition(0) + " begins at offset 8: ");
    }
  }

  @Test
  void a_log_that_is_shorter_than_it_was_is_irregular() {
    log.events(0, "a", 0, 3);

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> read(part(0, 0, 5)))
        .withMessage(
            log.partition(0) + " ends at offset 3, expected 5; was the topic created again?");
  }

  @Test
  void the_partition_of_a_merchant_is_the_one_that_producers_choose() {
    for (int number = 0; number < 40; number++) {
      String merchant = "merchant-" + number;
      int there = log.send(null, merchant, LogWriter.data("a"), LogWriter.headers("a", number));

      assertThat(history.ordersOf(new MerchantId(merchant))).isEqualTo(log.partition(there));
    }
  }

  @Test
  void of_one_merchant_only_its_own_events_are_read() {
    log.events(0, "a", 0, 2);
    log.send(0, "m-2", LogWriter.data("b"), LogWriter.headers("b", 0));
    log.send(0, "m-2", BROKEN, LogWriter.headers("b", 1));
    log.events(0, "a", 2, 4);

    try (Reader reader = history.open(new MerchantId("m-1"))) {
      assertThat(read(reader, part(0, 0, 6), Set.of(4L)).events)
          .containsExactly("a/0", "a/1", "a/3");
    }
    try (Reader reader = history.open(new MerchantId("m-2"))) {
      assertThatExceptionOfType(IrregularHistory.class)
          .isThrownBy(() -> read(reader, part(0, 0, 6), Set.of()));
    }
  }

  @Test
  void a_broker_that_does_not_answer_is_not_reachable() {
    LogHistory unreachable = history(TestBroker.nowhere());

    // Side by side, as each waits for an answer.
    List<CompletableFuture<Throwable>> asked =
        Stream.<ThrowingCallable>of(
                unreachable::now,
                () -> unreachable.extent(Map.of()),
                () -> unreachable.ordersOf(Samples.MERCHANT),
                () -> {
                  try (Reader reader = unreachable.open()) {
                    reader.read(part(0, 0, 1), Set.of(), new Received());
                  }
                })
            .map(
                it ->
                    CompletableFuture.supplyAsync(
                        () -> catchThrowable(it), Thread::startVirtualThread))
            .toList();

    assertThat(asked).extracting(CompletableFuture::join).hasOnlyElementsOfType(NotReachable.class);
  }
}
