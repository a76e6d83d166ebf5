package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetterSequence;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamDeadLetters.TooManyBlocked;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.application.streaming.StreamOffsets.DatabaseUnavailable;
import dev.mocha.application.streaming.StreamOffsets.Offset;
import dev.mocha.application.streaming.StreamOffsets.Overtaken;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.streaming.decoding.Decoded;
import dev.mocha.kafka.streaming.decoding.InvalidRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Applies a batch of records and moves the offsets in one transaction. If an invalid record makes
 * the batch fail, the batch is halved until that record is alone and becomes a dead letter. Later
 * records of its sequence follow it there; all others are applied.
 */
final class BatchApplier<T> {

  /** Is called when a partition cannot proceed. */
  interface Stop {
    void at(LogPartition partition, long offset, String reason, Exception cause);
  }

  private final StreamOffsets offsets;
  private final StreamDeadLetters deadLetters;
  private final Sink<T> sink;
  private final KafkaProperties.Consumer limits;
  private final Stop stop;
  private final ConsumerMeters meters;
  private final Map<LogPartition, Offset> read = new HashMap<>();

  /** A record with its content, or with the reason why it is invalid. */
  private record Item<T>(
      LogPartition partition,
      ConsumerRecord<byte[], byte[]> record,
      @Nullable DeadLetterSequence sequence,
      Decoded<T> content,
      @Nullable Exception failure) {

    Item<T> failing(Exception why) {
      return new Item<>(partition, record, sequence, content, why);
    }
  }

  BatchApplier(
      StreamOffsets offsets,
      StreamDeadLetters deadLetters,
      Sink<T> sink,
      KafkaProperties.Consumer limits,
      Stop stop,
      ConsumerMeters meters) {
    this.offsets = offsets;
    this.deadLetters = deadLetters;
    this.sink = sink;
    this.limits = limits;
    this.stop = stop;
    this.meters = meters;
  }

  /** The next batch of the partition starts from here, whatever the offset of its first record. */
  void startAt(LogPartition partition, Offset offset) {
    read.put(partition, offset);
  }

  /** The time of the last watermark of the partition; null before the first. */
  @Nullable Instant completeTo(LogPartition partition) {
    Offset offset = read.get(partition);
    return offset == null ? null : offset.completeTo();
  }

  /**
   * Applies these records; those of a partition are in order.
   *
   * @throws Overtaken when another consumer has moved an offset; some records may be applied
   * @throws DatabaseUnavailable when the database is not available; some records may be applied
   */
  void apply(List<ConsumerRecord<byte[], byte[]>> polled) {
    List<Item<T>> items = meters.decoding(() -> polled.stream().map(this::decode).toList());
    meters.applying(() -> apply(items, new HashSet<>()));
  }

  private Item<T> decode(ConsumerRecord<byte[], byte[]> record) {
    var partition = new LogPartition(record.topic(), record.partition());
    DeadLetterSequence sequence = DeadLetterRecords.sequenceOf(record);
    try {
      return new Item<>(
          partition, record, sequence, decode(sink, record, limits.maxRecordBytes()), null);
    } catch (RuntimeException invalid) {
      return new Item<>(partition, record, sequence, new Decoded.Nothing<>(), invalid);
    }
  }

  /**
   * Decodes a record.
   *
   * @throws RuntimeException when the record is invalid
   */
  static <T> Decoded<T> decode(Sink<T> sink, ConsumerRecord<byte[], byte[]> record, int maxBytes) {
    if (record.serializedValueSize() > maxBytes) {
      throw new InvalidRecord(
          "the value has %,d bytes, more than the maximum of %,d"
              .formatted(record.serializedValueSize(), maxBytes));
    }
    try {
      return sink.decode(record);
    } catch (StackOverflowError tooDeep) {
      throw new InvalidRecord("nested too deep");
    }
  }

  private void apply(List<Item<T>> items, Set<LogPartition> halted) {
    List<Item<T>> rest = items.stream().filter(it -> !halted.contains(it.partition())).toList();
    if (rest.isEmpty()) {
      return;
    }
    try {
      commit(rest);
      return;
    } catch (Overtaken | DatabaseUnavailable notTheRecords) {
      throw notTheRecords;
    } catch (RuntimeException failed) {
      if (rest.size() == 1) {
        park(rest.getFirst(), failed, halted);
        return;
      }
    }
    apply(rest.subList(0, rest.size() / 2), halted);
    apply(rest.subList(rest.size() / 2, rest.size()), halted);
  }

  /** A record that cannot become a dead letter stops its partition. */
  private void park(Item<T> item, RuntimeException failed, Set<LogPartition> halted) {
    if (failed instanceof TooManyBlocked || item.failure() != null) {
      halt(item, failed, halted);
      return;
    }
    try {
      commit(List.of(item.failing(failed)));
    } catch (Overtaken | DatabaseUnavailable notTheRecords) {
      throw notTheRecords;
    } catch (RuntimeException cannotPark) {
      halt(item, cannotPark, halted);
    }
  }

  private void halt(Item<T> item, RuntimeException cause, Set<LogPartition> halted) {
    halted.add(item.partition());
    stop.at(item.partition(), item.record().offset(), String.valueOf(cause.getMessage()), cause);
  }

  private void commit(List<Item<T>> items) {
    var advances = new LinkedHashMap<LogPartition, Advance>();
    for (Item<T> item : items) {
      advances.merge(item.partition(), advance(item), Advance::then);
    }
    var parked = new ArrayList<DeadLetter>();
    offsets.advance(List.copyOf(advances.values()), () -> applyOrPark(items, parked));
    advances.forEach(
        (partition, it) ->
            read.put(
                partition,
                new Offset(
                    it.to(), it.completeTo() == null ? completeTo(partition) : it.completeTo())));
    meters.applied(items.size(), parked);
  }

  private Advance advance(Item<T> item) {
    Offset stored = read.get(item.partition());
    long offset = item.record().offset();
    long from = stored == null ? offset : stored.next();
    return item.failure() == null
            && item.content() instanceof Decoded.Watermark<T>(Instant completeTo, var counts)
        ? new Advance(item.partition(), from, offset + 1, completeTo, counts)
        : new Advance(item.partition(), from, offset + 1, null, List.of());
  }

  /** Runs in the transaction. */
  private void applyOrPark(List<Item<T>> items, List<DeadLetter> parked) {
    Set<DeadLetterSequence> blocked =
        deadLetters.blocked(
            items.stream()
                .map(Item::sequence)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    var completeTo = new HashMap<LogPartition, @Nullable Instant>();
    read.forEach((partition, offset) -> completeTo.put(partition, offset.completeTo()));
    var values = new ArrayList<T>(items.size());
    for (Item<T> item : items) {
      Instant before = completeTo.get(item.partition());
      if (item.failure() != null) {
        parked.add(DeadLetterRecords.failed(item.record(), item.failure(), before));
        if (item.sequence() != null) {
          blocked.add(item.sequence());
        }
        continue;
      }
      switch (item.content()) {
        case Decoded.Watermark<T>(Instant at, _) -> completeTo.put(item.partition(), at);
        case Decoded.Nothing<T> _ -> {}
        case Decoded.Content<T>(T value) -> {
          if (item.sequence() != null && blocked.contains(item.sequence())) {
            parked.add(DeadLetterRecords.waiting(item.record(), before));
          } else {
            values.add(value);
          }
        }
      }
    }
    if (!parked.isEmpty()) {
      deadLetters.park(parked, limits.maxBlockedSequences());
    }
    if (!values.isEmpty()) {
      sink.apply(values);
    }
  }
}
