package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Header;
import dev.mocha.application.streaming.DeadLetter.Sequence;
import dev.mocha.kafka.streaming.rows.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records of Kafka as dead letters, and back. */
final class DeadLetterRecords {

  private static final String SUBJECT = "ce_subject";
  private static final int LONGEST_KEY = 200;

  /** The end of the year 9999: producers set the time of a record as they like. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private DeadLetterRecords() {}

  /** The letter of a record that cannot be taken. */
  static DeadLetter failed(
      ConsumerRecord<byte[], byte[]> record, Exception failure, @Nullable Instant completeTo) {
    return letter(record, reasonOf(failure), failureOf(failure), false, completeTo);
  }

  /** The letter of a record that waits behind another of its sequence. */
  static DeadLetter waiting(ConsumerRecord<byte[], byte[]> record, @Nullable Instant completeTo) {
    return letter(
        record, "waits behind an earlier dead letter of its sequence", "", true, completeTo);
  }

  private static DeadLetter letter(
      ConsumerRecord<byte[], byte[]> record,
      String reason,
      String failure,
      boolean waits,
      @Nullable Instant completeTo) {
    var headers = new ArrayList<Header>();
    record.headers().forEach(it -> headers.add(new Header(it.key(), it.value())));
    return new DeadLetter(
        new LogPartition(record.topic(), record.partition()),
        record.offset(),
        Instant.ofEpochMilli(Math.clamp(record.timestamp(), 0, LATEST_MILLIS)),
        record.key(),
        record.value(),
        headers,
        sequenceOf(record),
        reason,
        failure,
        waits,
        completeTo);
  }

  /**
   * What the record belongs to: the subject of its event where it names one, otherwise its key;
   * null where it has neither.
   */
  static @Nullable Sequence sequenceOf(ConsumerRecord<byte[], byte[]> record) {
    var subject = record.headers().lastHeader(SUBJECT);
    byte[] key = subject == null || subject.value() == null ? record.key() : subject.value();
    return key == null ? null : new Sequence(record.topic(), text(key));
  }

  /** Keys that are long or hold what no text can hold stand as their hash. */
  private static String text(byte[] key) {
    String text = new String(key, UTF_8);
    boolean plain =
        key.length <= LONGEST_KEY
            && text.chars().noneMatch(it -> it == '\uFFFD' || Character.isISOControl(it));
    return plain ? text : "sha-256:" + HexFormat.of().formatHex(sha256(key));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a decoder says, otherwise what is behind the failure; fit for a line of a log. */
  private static String reasonOf(Exception failure) {
    Throwable said = failure instanceof Refused ? failure : innermost(failure);
    String message = said.getMessage() == null ? said.toString() : said.getMessage();
    return CONTROL.matcher(message).replaceAll("\uFFFD");
  }

  /** The class of the innermost cause and the place in Mocha's code that it came through. */
  private static String failureOf(Exception failure) {
    Throwable cause = innermost(failure);
    for (StackTraceElement frame : cause.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.mocha.")) {
        return "%s at %s.%s"
            .formatted(cause.getClass().getName(), frame.getClassName(), frame.getMethodName());
      }
    }
    return cause.getClass().getName();
  }

  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The record as it came. */
  static ConsumerRecord<byte[], byte[]> record(DeadLetter letter) {
    var headers = new RecordHeaders();
    letter.headers().forEach(it -> headers.add(new RecordHeader(it.name(), it.value())));
    return new ConsumerRecord<>(
        letter.partition().topic(),
        letter.partition().partition(),
        letter.offset(),
        letter.recordedAt().toEpochMilli(),
        TimestampType.CREATE_TIME,
        letter.key() == null ? ConsumerRecord.NULL_SIZE : letter.key().length,
        letter.value() == null ? ConsumerRecord.NULL_SIZE : letter.value().length,
        letter.key(),
        letter.value(),
        headers,
        Optional.empty());
  }
}
