package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Sequence;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamDeadLetters.TooMany;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.application.streaming.StreamOffsets.Overtaken;
import dev.mocha.application.streaming.StreamOffsets.Position;
import dev.mocha.application.streaming.StreamOffsets.Unavailable;
import dev.mocha.kafka.streaming.rows.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Applies a batch of records and their positions in one transaction. Where a record fails for its
 * own reasons the batch is halved until that record stands alone and is put among the dead letters;
 * later records of its sequence follow it there, all others are applied.
 */
final class BatchApplier<T> {

  /** Positions, dead letters and how many sequences these may hold up. */
  record Keeping(StreamOffsets positions, StreamDeadLetters letters, int allowed) {}

  /** Is told that a partition cannot go on. */
  interface Stop {
    void at(LogPartition partition, long offset, String reason, Exception cause);
  }

  private final Keeping keeping;
  private final Target<T> target;
  private final int largest;
  private final Stop stop;
  private final ConsumerMeters meters;
  private final Map<LogPartition, Position> read = new HashMap<>();

  /** A record, and what it says or why it says nothing. */
  private record Item<T>(
      LogPartition partition,
      ConsumerRecord<byte[], byte[]> record,
      @Nullable Sequence sequence,
      Decoded<T> content,
      @Nullable Exception failure) {

    Item<T> failing(Exception why) {
      return new Item<>(partition, record, sequence, content, why);
    }
  }

  /**
   * An applier of one consumer thread.
   *
   * @param largest the most bytes of a record's value
   */
  BatchApplier(Keeping keeping, Target<T> target, int largest, Stop stop, ConsumerMeters meters) {
    this.keeping = keeping;
    this.target = target;
    this.largest = largest;
    this.stop = stop;
    this.meters = meters;
  }

  /** The next batch of a partition begins here, whatever the offset of its first record. */
  void startAt(LogPartition partition, Position position) {
    read.put(partition, position);
  }

  /** How far the partition is complete; null when that is not known. */
  @Nullable Instant completeTo(LogPartition partition) {
    Position position = read.get(partition);
    return position == null ? null : position.completeTo();
  }

  /**
   * Applies these records, those of a partition in their order.
   *
   * @throws Overtaken when another consumer has moved a position; some of the records may be
   *     applied
   * @throws Unavailable when the database is away; some of the records may be applied
   */
  void apply(List<ConsumerRecord<byte[], byte[]>> polled) {
    List<Item<T>> items = meters.decoding(() -> polled.stream().map(this::decode).toList());
    meters.applying(() -> apply(items, new HashSet<>()));
  }

  private Item<T> decode(ConsumerRecord<byte[], byte[]> record) {
    var partition = new LogPartition(record.topic(), record.partition());
    Sequence sequence = DeadLetterRecords.sequenceOf(record);
    try {
      return new Item<>(partition, record, sequence, read(target, record, largest), null);
    } catch (RuntimeException broken) {
      return new Item<>(partition, record, sequence, new Decoded.Nothing<>(), broken);
    }
  }

  /**
   * Reads a record that came from anywhere.
   *
   * @param largest the most bytes of its value
   * @throws RuntimeException when the stream cannot take it
   */
  static <T> Decoded<T> read(Target<T> target, ConsumerRecord<byte[], byte[]> record, int largest) {
    if (record.serializedValueSize() > largest) {
      throw new Refused(
          "the value has %,d bytes, more than the %,d allowed"
              .formatted(record.serializedValueSize(), largest));
    }
    try {
      return target.decode(record);
    } catch (StackOverflowError tooDeep) {
      throw new Refused("nested too deep");
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
    } catch (Overtaken | Unavailable notTheRecords) {
      throw notTheRecords;
    } catch (RuntimeException failed) {
      if (rest.size() == 1) {
        putAside(rest.getFirst(), failed, halted);
        return;
      }
    }
    apply(rest.subList(0, rest.size() / 2), halted);
    apply(rest.subList(rest.size() / 2, rest.size()), halted);
  }

  /** A record that cannot even be put aside stops its partition. */
  private void putAside(Item<T> item, RuntimeException failed, Set<LogPartition> halted) {
    if (failed instanceof TooMany || item.failure() != null) {
      halt(item, failed, halted);
      return;
    }
    try {
      commit(List.of(item.failing(failed)));
    } catch (Overtaken | Unavailable notTheRecords) {
      throw notTheRecords;
    } catch (RuntimeException unparkable) {
      halt(item, unparkable, halted);
    }
  }

  private void halt(Item<T> item, RuntimeException cause, Set<LogPartition> halted) {
    halted.add(item.partition());
    stop.at(item.partition(), item.record().offset(), String.valueOf(cause.getMessage()), cause);
  }

  private void commit(List<Item<T>> items) {
    var positions = new LinkedHashMap<LogPartition, Advance>();
    for (Item<T> item : items) {
      positions.merge(item.partition(), stepOver(item), Advance::then);
    }
    var parked = new ArrayList<DeadLetter>();
    keeping.positions().advance(List.copyOf(positions.values()), () -> take(items, parked));
    positions.forEach(
        (partition, advance) ->
            read.merge(
                partition,
                new Position(advance.to(), advance.completeTo()),
                (before, after) ->
                    after.completeTo() == null
                        ? new Position(after.next(), before.completeTo())
                        : after));
    meters.applied(items.size(), parked);
  }

  private Advance stepOver(Item<T> item) {
    Position from = read.get(item.partition());
    long offset = item.record().offset();
    long begun = from == null ? offset : from.next();
    return item.failure() == null
            && item.content() instanceof Decoded.Mark<T>(Instant completeTo, var counts)
        ? new Advance(item.partition(), begun, offset + 1, completeTo, counts)
        : new Advance(item.partition(), begun, offset + 1, null, List.of());
  }

  /** Within the transaction: applies what can be applied and puts the rest aside. */
  private void take(List<Item<T>> items, List<DeadLetter> parked) {
    Set<Sequence> held =
        keeping
            .letters()
            .heldUp(
                items.stream()
                    .map(Item::sequence)
                    .filter(java.util.Objects::nonNull)
                    .collect(Collectors.toSet()));
    var completeTo = new HashMap<LogPartition, @Nullable Instant>();
    read.forEach((partition, position) -> completeTo.put(partition, position.completeTo()));
    var values = new ArrayList<T>(items.size());
    for (Item<T> item : items) {
      Instant before = completeTo.get(item.partition());
      if (item.failure() != null) {
        parked.add(DeadLetterRecords.failed(item.record(), item.failure(), before));
        if (item.sequence() != null) {
          held.add(item.sequence());
        }
        continue;
      }
      switch (item.content()) {
        case Decoded.Mark<T>(Instant at, _) -> completeTo.put(item.partition(), at);
        case Decoded.Nothing<T> _ -> {}
        case Decoded.Content<T>(T value) -> {
          if (item.sequence() != null && held.contains(item.sequence())) {
            parked.add(DeadLetterRecords.waiting(item.record(), before));
          } else {
            values.add(value);
          }
        }
      }
    }
    if (!parked.isEmpty()) {
      keeping.letters().park(parked, keeping.allowed());
    }
    if (!values.isEmpty()) {
      target.apply(values);
    }
  }
}
