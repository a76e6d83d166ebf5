package dev.mocha.postgres.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code timestamptz}, which has microseconds, and reads JSON. */
public final class Columns {

  private Columns() {}

  /** The timestamp of a nullable column. */
  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** The timestamp of a column that is not null. */
  public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /**
   * The JSON of a column that is not null.
   *
   * @throws UnreadableJson when the reader cannot read it
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as Jackson's reader declares it
  public static <T> T json(ResultSet row, String column, ObjectReader reader) throws SQLException {
    try {
      return reader.readValue(row.getString(column));
    } catch (JsonProcessingException broken) {
      throw new UnreadableJson(column, broken);
    }
  }

  /** The timestamp as a parameter. */
  public static @Nullable OffsetDateTime at(@Nullable Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }
}
