package dev.mocha.kafka.streaming.rows;

import dev.mocha.application.streaming.ColumnType;
import dev.mocha.kafka.log.Timestamps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of columns out of text: attributes, keys, and texts within JSON. */
final class Texts {

  private static final int LONGEST_NUMBER = 1_000;
  private static final int LARGEST_SCALE = 16_383;
  private static final int LARGEST_MAGNITUDE = 131_072;
  private static final int UUID_LENGTH = 36;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long HIGH_BITS = 0x8080808080808080L;

  private Texts() {}

  /** UTF-8, and nothing that only looks like it. */
  static String utf8(byte[] bytes, String what) {
    return utf8(bytes, what, "");
  }

  /**
   * The same; most texts are ASCII, and most are never complained of.
   *
   * @param name of what it is
   */
  static String utf8(byte[] bytes, String what, String name) {
    return isAscii(bytes)
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : decoded(bytes, what + name);
  }

  /** These bytes, when they are UTF-8. */
  static byte[] requireUtf8(byte[] bytes, String what) {
    if (!isAscii(bytes)) {
      decoded(bytes, what);
    }
    return bytes;
  }

  /** Eight bytes at a time: the data of every event pass here. */
  private static boolean isAscii(byte[] bytes) {
    int index = 0;
    for (; index + Long.BYTES <= bytes.length; index += Long.BYTES) {
      if (((long) EIGHT_BYTES.get(bytes, index) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; index < bytes.length; index++) {
      if (bytes[index] < 0) {
        return false;
      }
    }
    return true;
  }

  private static String decoded(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException broken) {
      throw new Refused(what + " is not UTF-8");
    }
  }

  /**
   * The value of a text as a value of this type.
   *
   * @throws Refused that says what it is and what it must be
   */
  static Object value(ColumnType.Element type, String text) {
    return switch (type) {
      case TEXT -> storable(text);
      case INTEGER -> integer(text);
      case BIGINT -> bigint(text);
      case NUMERIC -> numeric(text);
      case BOOLEAN ->
          switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(text, "true or false");
          };
      case DATE -> date(text);
      case TIMESTAMPTZ -> timestamptz(text);
      case UUID -> uuid(text);
      case JSONB -> throw new IllegalArgumentException("JSON is not read from a plain text");
    };
  }

  /** Text that PostgreSQL takes: neither NUL nor half a character. */
  static String storable(String text) {
    for (int index = 0; index < text.length(); index++) {
      char it = text.charAt(index);
      if (it == 0) {
        throw new Refused("holds the character NUL, which PostgreSQL does not take");
      }
      if (Character.isSurrogate(it)) {
        if (Character.isLowSurrogate(it)
            || index + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(index + 1))) {
          throw new Refused("holds half of a surrogate pair");
        }
        index++;
      }
    }
    return text;
  }

  private static Integer integer(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException broken) {
      throw refused(text, "a whole number from -2147483648 to 2147483647");
    }
  }

  private static Long bigint(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException broken) {
      throw refused(text, "a whole number from -9223372036854775808 to 9223372036854775807");
    }
  }

  /** Every digit is kept. */
  private static BigDecimal numeric(String text) {
    if (text.length() > LONGEST_NUMBER) {
      throw refused(text, "a number of at most " + LONGEST_NUMBER + " characters");
    }
    try {
      var number = new BigDecimal(text);
      if (number.scale() > LARGEST_SCALE
          || (long) number.precision() - number.scale() > LARGEST_MAGNITUDE) {
        throw refused(text, "a number of the size of numeric");
      }
      return number;
    } catch (NumberFormatException broken) {
      throw refused(text, "a number");
    }
  }

  private static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1 && date.getYear() <= 9_999) {
        return date;
      }
    } catch (DateTimeException broken) {
      throw refused(text, "a date as 2018-07-26");
    }
    throw refused(text, "a date of the years 0001 to 9999");
  }

  /** To the microsecond; what is finer is cut off. */
  static Instant timestamptz(String text) {
    Instant moment;
    try {
      moment = Timestamps.parse(text);
    } catch (DateTimeException broken) {
      throw refused(text, "a time with its offset, as 2018-07-26T12:12:33.5+07:00");
    }
    if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
      throw refused(text, "a time of the years 0001 to 9999");
    }
    return moment.truncatedTo(ChronoUnit.MICROS);
  }

  private static UUID uuid(String text) {
    try {
      if (text.length() == UUID_LENGTH) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException broken) {
      throw refused(text, "a UUID");
    }
    throw refused(text, "a UUID of 36 characters");
  }

  private static Refused refused(@Nullable String found, String wanted) {
    return new Refused("is '%s', must be %s".formatted(Refused.shortened(found + ""), wanted));
  }
}
