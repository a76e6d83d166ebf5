package dev.mocha.application.streaming;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record that a stream could not take, as it came, and why.
 *
 * @param recordedAt the record's time on the log
 * @param key the record's key, as it came
 * @param value the record's value, as it came
 * @param sequence what the record belongs to: later records of the same sequence wait behind it;
 *     null for a record that belongs to nothing
 * @param reason for people
 * @param failure the class of the exception and where it came from
 * @param waits whether it has nothing wrong with it but waits behind another
 * @param completeTo how far the partition was complete before this record; null when that is not
 *     known
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; letters are not compared
public record DeadLetter(
    LogPartition partition,
    long offset,
    Instant recordedAt,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers,
    @Nullable Sequence sequence,
    String reason,
    String failure,
    boolean waits,
    @Nullable Instant completeTo) {

  /** The record in the counts of the log; none where it says nothing of its recording. */
  public Optional<LogCount> counted() {
    String id = text("ce_id");
    String recorded = text("ce_recordedtime");
    if (id == null || recorded == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LogCount.of(partition, Instant.parse(recorded), id));
    } catch (DateTimeException noMoment) {
      return Optional.empty();
    }
  }

  private @Nullable String text(String header) {
    return headers.stream()
        .filter(it -> it.name().equals(header) && it.value() != null)
        .map(it -> new String(it.value(), StandardCharsets.UTF_8))
        .findFirst()
        .orElse(null);
  }

  /** A header of a record, as it came. */
  @SuppressWarnings("ArrayRecordComponent") // as above
  public record Header(String name, byte @Nullable [] value) {}

  /** Records of a topic that must be applied in their order. */
  public record Sequence(String topic, String key) {}
}
