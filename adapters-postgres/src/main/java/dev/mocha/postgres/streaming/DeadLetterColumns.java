package dev.mocha.postgres.streaming;

import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.application.streaming.DeadLetter.Header;
import dev.mocha.application.streaming.DeadLetterSequence;
import dev.mocha.application.streaming.DeadLetters.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the columns of a dead letter. */
final class DeadLetterColumns {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Header>> HEADERS = new TypeReference<>() {};
  private static final int MAX_TEXT = 2_000;

  private DeadLetterColumns() {}

  static Stored read(ResultSet row) throws SQLException {
    var partition = new LogPartition(row.getString("topic"), row.getInt("partition"));
    String sequence = row.getString("sequence_key");
    return new Stored(
        row.getLong("id"),
        row.getString("stream"),
        new DeadLetter(
            partition,
            row.getLong("log_offset"),
            requiredInstant(row, "recorded_at"),
            row.getBytes("record_key"),
            row.getBytes("record_value"),
            headers(row.getString("headers")),
            sequence == null ? null : new DeadLetterSequence(partition.topic(), sequence),
            row.getString("reason"),
            row.getString("failure"),
            row.getBoolean("waits"),
            instant(row, "complete_to")),
        requiredInstant(row, "parked_at"),
        row.getInt("attempts"));
  }

  private static List<Header> headers(String json) throws SQLException {
    try {
      return JSON.readValue(json, HEADERS);
    } catch (JsonProcessingException broken) {
      throw new SQLException("cannot read the headers of a dead letter", broken);
    }
  }

  /** Values are written as Base64. */
  static String json(List<Header> headers) {
    try {
      return JSON.writeValueAsString(
          headers.stream().map(it -> new Header(text(it.name()), it.value())).toList());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The message of the innermost cause, on one line. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text(message.replaceAll("\\p{Cntrl}", "\uFFFD"));
  }

  /** Text that PostgreSQL can store, cut to a readable length. */
  static String text(@Nullable String text) {
    String kept = String.valueOf(text).replace('\0', '\uFFFD');
    return kept.length() <= MAX_TEXT ? kept : kept.substring(0, MAX_TEXT) + "...";
  }
}
