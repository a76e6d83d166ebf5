package dev.mocha.postgres.sql;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Inserts rows by {@code COPY ... FORMAT binary}. Source: PostgreSQL manual, COPY. */
public final class BinaryCopy implements Row {

  private static final byte[] HEADER = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final LocalDate EPOCH_DAY = LocalDate.of(2000, 1, 1);
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataOutputStream out;

  private BinaryCopy(DataOutputStream out) {
    this.out = out;
  }

  public interface RowWriter<T> {
    void write(BinaryCopy row, T value);
  }

  /**
   * Inserts a row for each value.
   *
   * @param target the table and its columns, such as {@code "orders (order_id, status)"}
   */
  public static <T> void into(
      Connection connection, String target, int columns, Collection<T> values, RowWriter<T> writer)
      throws SQLException {
    String sql = "COPY " + target + " FROM STDIN (FORMAT binary)";
    try (var stream = new PGCopyOutputStream(connection.unwrap(PGConnection.class), sql);
        var out = new DataOutputStream(new BufferedOutputStream(stream, BUFFER_BYTES))) {
      out.write(HEADER);
      out.writeInt(0);
      out.writeInt(0);
      var copy = new BinaryCopy(out);
      for (T value : values) {
        out.writeShort(columns);
        writer.write(copy, value);
      }
      out.writeShort(-1);
    } catch (IOException | UncheckedIOException failed) {
      throw reasonOf(failed);
    }
  }

  private static SQLException reasonOf(Exception failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException reason) {
        return reason;
      }
    }
    return new SQLException("cannot copy", failed);
  }

  @Override
  public BinaryCopy absent() {
    return writing(() -> out.writeInt(-1));
  }

  @Override
  public BinaryCopy text(@Nullable String value) {
    return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  public BinaryCopy bytes(byte @Nullable [] value) {
    return value == null
        ? absent()
        : writing(
            () -> {
              out.writeInt(value.length);
              out.write(value);
            });
  }

  /** The binary form of jsonb starts with its version. */
  @Override
  public BinaryCopy jsonb(@Nullable String value) {
    if (value == null) {
      return absent();
    }
    byte[] json = value.getBytes(StandardCharsets.UTF_8);
    return writing(
        () -> {
          out.writeInt(json.length + 1);
          out.writeByte(1);
          out.write(json);
        });
  }

  @Override
  public BinaryCopy bigint(long value) {
    return writing(
        () -> {
          out.writeInt(Long.BYTES);
          out.writeLong(value);
        });
  }

  @Override
  public BinaryCopy integer(int value) {
    return writing(
        () -> {
          out.writeInt(Integer.BYTES);
          out.writeInt(value);
        });
  }

  @Override
  public BinaryCopy bool(boolean value) {
    return writing(
        () -> {
          out.writeInt(1);
          out.writeBoolean(value);
        });
  }

  @Override
  public BinaryCopy uuid(UUID value) {
    return writing(
        () -> {
          out.writeInt(2 * Long.BYTES);
          out.writeLong(value.getMostSignificantBits());
          out.writeLong(value.getLeastSignificantBits());
        });
  }

  @Override
  public BinaryCopy date(LocalDate value) {
    return integer((int) ChronoUnit.DAYS.between(EPOCH_DAY, value));
  }

  @Override
  public BinaryCopy timestamptz(@Nullable Instant value) {
    return value == null ? absent() : bigint(ChronoUnit.MICROS.between(EPOCH, value));
  }

  private interface Writing {
    void run() throws IOException;
  }

  private BinaryCopy writing(Writing value) {
    try {
      value.run();
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
