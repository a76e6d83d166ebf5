package dev.mocha.kafka.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Header;
import dev.mocha.application.streaming.DeadLetterSequence;
import dev.mocha.kafka.streaming.decoding.InvalidRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Converts between records of Kafka and dead letters. */
final class DeadLetterRecords {

  private static final String SUBJECT = "ce_subject";
  private static final int MAX_KEY_LENGTH = 200;

  /** The end of the year 9999: a producer can set any timestamp. */
  private static final long MAX_MILLIS = 253_402_300_799_999L;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private DeadLetterRecords() {}

  /** The dead letter of an invalid record. */
  static DeadLetter failed(
      ConsumerRecord<byte[], byte[]> record, Exception failure, @Nullable Instant completeTo) {
    return deadLetter(record, reasonOf(failure), failureOf(failure), false, completeTo);
  }

  /** The dead letter of a valid record that waits behind an earlier one of its sequence. */
  static DeadLetter waiting(ConsumerRecord<byte[], byte[]> record, @Nullable Instant completeTo) {
    return deadLetter(
        record, "waits behind an earlier dead letter of its sequence", "", true, completeTo);
  }

  private static DeadLetter deadLetter(
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
        Instant.ofEpochMilli(Math.clamp(record.timestamp(), 0, MAX_MILLIS)),
        record.key(),
        record.value(),
        headers,
        sequenceOf(record),
        reason,
        failure,
        waits,
        completeTo);
  }

  /** The subject of the event or, without one, the key of the record; null without both. */
  static @Nullable DeadLetterSequence sequenceOf(ConsumerRecord<byte[], byte[]> record) {
    var subject = record.headers().lastHeader(SUBJECT);
    byte[] key = subject == null || subject.value() == null ? record.key() : subject.value();
    return key == null ? null : new DeadLetterSequence(record.topic(), text(key));
  }

  /** A key that is long or not printable becomes its hash. */
  private static String text(byte[] key) {
    String text = new String(key, UTF_8);
    boolean plain =
        key.length <= MAX_KEY_LENGTH
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

  /** The message of a decoder, otherwise of the innermost cause, on one line. */
  private static String reasonOf(Exception failure) {
    Throwable cause = failure instanceof InvalidRecord ? failure : innermost(failure);
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return CONTROL.matcher(message).replaceAll("\uFFFD");
  }

  /** The class of the innermost cause and the innermost method of Mocha. */
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

  /** The original record. */
  static ConsumerRecord<byte[], byte[]> record(DeadLetter deadLetter) {
    Headers headers =
        new ProducerRecord<byte[], byte[]>(deadLetter.partition().topic(), deadLetter.value())
            .headers();
    deadLetter.headers().forEach(it -> headers.add(it.name(), it.value()));
    return new ConsumerRecord<>(
        deadLetter.partition().topic(),
        deadLetter.partition().partition(),
        deadLetter.offset(),
        deadLetter.recordedAt().toEpochMilli(),
        TimestampType.CREATE_TIME,
        deadLetter.key() == null ? ConsumerRecord.NULL_SIZE : deadLetter.key().length,
        deadLetter.value() == null ? ConsumerRecord.NULL_SIZE : deadLetter.value().length,
        deadLetter.key(),
        deadLetter.value(),
        headers,
        Optional.empty());
  }
}
