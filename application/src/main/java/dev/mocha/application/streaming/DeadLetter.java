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
 * A record that a stream could not apply, with its original bytes and the reason.
 *
 * @param recordedAt the timestamp of the record
 * @param sequence blocked by this record; null when the record has neither subject nor key
 * @param reason for people
 * @param failure the class of the exception and where it was thrown
 * @param waits whether the record itself is valid and only waits behind an earlier dead letter
 * @param completeTo of the partition before this record; null when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // original bytes; dead letters are not compared
public record DeadLetter(
    LogPartition partition,
    long offset,
    Instant recordedAt,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers,
    @Nullable DeadLetterSequence sequence,
    String reason,
    String failure,
    boolean waits,
    @Nullable Instant completeTo) {

  /** What the record adds to the counts of the log; empty when it has no recording time. */
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

  /** A header of the record. */
  @SuppressWarnings("ArrayRecordComponent") // as above
  public record Header(String name, byte @Nullable [] value) {}
}
