package dev.mocha.postgres.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column as an array in PostgreSQL's binary form, in which the driver sends it
 * and the server reads it without parsing. Source of the form: {@code array_recv} in PostgreSQL's
 * {@code arrayfuncs.c}, and the {@code _recv} function of each type.
 */
final class BinaryArray {

  private static final int HEADER_BYTES = 20;
  private static final int NULL = -1;
  private static final int VERSION_OF_JSONB = 1;
  private static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();

  private ByteBuffer out;
  private int count;
  private boolean hasNulls;

  BinaryArray(int rows) {
    out = ByteBuffer.allocate(HEADER_BYTES + 24 * rows).position(HEADER_BYTES);
  }

  /** The whole of it. */
  byte[] of(int elementType) {
    out.putInt(0, 1)
        .putInt(4, hasNulls ? 1 : 0)
        .putInt(8, elementType)
        .putInt(12, count)
        .putInt(16, 1);
    return Arrays.copyOf(out.array(), out.position());
  }

  void absent() {
    room(0).putInt(NULL);
    hasNulls = true;
  }

  void text(@Nullable String value) {
    if (value == null) {
      absent();
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    room(bytes.length).putInt(bytes.length).put(bytes);
  }

  void jsonb(@Nullable String value) {
    if (value == null) {
      absent();
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    room(bytes.length + 1).putInt(bytes.length + 1).put((byte) VERSION_OF_JSONB).put(bytes);
  }

  void integer(int value) {
    room(Integer.BYTES).putInt(Integer.BYTES).putInt(value);
  }

  void bigint(long value) {
    room(Long.BYTES).putInt(Long.BYTES).putLong(value);
  }

  void bool(boolean value) {
    room(1).putInt(1).put((byte) (value ? 1 : 0));
  }

  void date(LocalDate value) {
    integer(Math.toIntExact(value.toEpochDay() - EPOCH_DAY));
  }

  /** To the microsecond; what is finer is cut off. */
  void timestamptz(Instant value) {
    bigint(
        Math.addExact(
            Math.multiplyExact(value.getEpochSecond() - EPOCH_SECONDS, 1_000_000),
            value.getNano() / 1_000));
  }

  void uuid(UUID value) {
    room(2 * Long.BYTES)
        .putInt(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
  }

  /** The buffer, with room for one value more. */
  private ByteBuffer room(int bytes) {
    count++;
    int needed = Integer.BYTES + bytes;
    if (out.remaining() < needed) {
      int capacity = Math.addExact(Math.addExact(out.capacity(), out.capacity() / 2), needed);
      out = ByteBuffer.wrap(Arrays.copyOf(out.array(), capacity)).position(out.position());
    }
    return out;
  }
}
