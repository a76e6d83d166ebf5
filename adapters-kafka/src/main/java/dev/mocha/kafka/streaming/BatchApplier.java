package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.LogPartition;
import dev.mocha.application.streaming.ReadPositions;
import dev.mocha.application.streaming.ReadPositions.Advance;
import dev.mocha.application.streaming.ReadPositions.Overtaken;
import dev.mocha.application.streaming.ReadPositions.Unavailable;
import dev.mocha.kafka.streaming.RecordDecoder.Decoded;
import dev.mocha.kafka.streaming.RecordDecoder.Undecodable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.axonframework.eventhandling.EventMessage;

/**
 * Applies a batch of records and their positions in one transaction. Where a record fails for its
 * own reasons the batch is halved until that record stands alone; what comes before it is applied,
 * its partition stops at it, and the other partitions go on.
 */
final class BatchApplier {

  private final ReadPositions positions;
  private final RecordDecoder decoder;
  private final Consumer<List<EventMessage<?>>> subscribers;
  private final Stop stop;
  private final ConsumerMeters meters;
  private final Map<LogPartition, Long> next = new HashMap<>();

  /** Is told that a partition cannot go on. */
  interface Stop {
    void at(LogPartition partition, long offset, String reason, Exception cause);
  }

  private record LogRecord(LogPartition partition, long offset, Decoded content) {}

  BatchApplier(
      ReadPositions positions,
      RecordDecoder decoder,
      Consumer<List<EventMessage<?>>> subscribers,
      Stop stop,
      ConsumerMeters meters) {
    this.positions = positions;
    this.decoder = decoder;
    this.subscribers = subscribers;
    this.stop = stop;
    this.meters = meters;
  }

  /**
   * The next batch of a partition begins at this position, whatever the offset of its first record.
   */
  void startAt(LogPartition partition, long offset) {
    next.put(partition, offset);
  }

  /**
   * Applies these records, those of a partition in their order.
   *
   * @throws Overtaken when another consumer has moved a position; some of the records may be
   *     applied
   * @throws Unavailable when the database is away; some of the records may be applied
   */
  void apply(List<ConsumerRecord<String, byte[]>> polled) {
    meters.batches.record(() -> apply(decode(polled), new HashSet<>()));
  }

  /** Of a partition, what comes before the first record that cannot be read. */
  private List<LogRecord> decode(List<ConsumerRecord<String, byte[]>> polled) {
    var halted = new HashSet<LogPartition>();
    var records = new ArrayList<LogRecord>(polled.size());
    for (ConsumerRecord<String, byte[]> record : polled) {
      var partition = new LogPartition(record.topic(), record.partition());
      if (halted.contains(partition)) {
        continue;
      }
      try {
        records.add(new LogRecord(partition, record.offset(), decoder.decode(record)));
      } catch (Undecodable broken) {
        halt(halted, partition, record.offset(), broken);
      }
    }
    return records;
  }

  private void apply(List<LogRecord> records, Set<LogPartition> halted) {
    List<LogRecord> rest = records.stream().filter(it -> !halted.contains(it.partition())).toList();
    if (rest.isEmpty()) {
      return;
    }
    try {
      commit(rest);
      meters.records.increment(rest.size());
    } catch (Overtaken | Unavailable notTheRecords) {
      throw notTheRecords;
    } catch (RuntimeException failed) {
      if (rest.size() == 1) {
        halt(halted, rest.getFirst().partition(), rest.getFirst().offset(), failed);
      } else {
        apply(rest.subList(0, rest.size() / 2), halted);
        apply(rest.subList(rest.size() / 2, rest.size()), halted);
      }
    }
  }

  private void commit(List<LogRecord> records) {
    var advances = new LinkedHashMap<LogPartition, Advance>();
    var events = new ArrayList<EventMessage<?>>(records.size());
    for (LogRecord record : records) {
      Instant completeTo =
          switch (record.content()) {
            case Decoded.Event(var message) -> {
              events.add(message);
              yield null;
            }
            case Decoded.Mark(var at) -> at;
          };
      var step =
          new Advance(
              record.partition(),
              next.getOrDefault(record.partition(), record.offset()),
              record.offset() + 1,
              completeTo);
      advances.merge(record.partition(), step, Advance::then);
    }
    positions.advance(
        List.copyOf(advances.values()),
        () -> {
          if (!events.isEmpty()) {
            subscribers.accept(events);
          }
        });
    advances.forEach((partition, advance) -> next.put(partition, advance.to()));
  }

  private void halt(
      Set<LogPartition> halted, LogPartition partition, long offset, Exception cause) {
    halted.add(partition);
    stop.at(partition, offset, String.valueOf(cause.getMessage()), cause);
  }
}
