package dev.mocha.kafka.streaming.decoding;

import dev.mocha.application.streaming.ColumnType;
import dev.mocha.kafka.log.Timestamps;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads values of columns from text: attributes, keys, and texts in JSON. */
final class TextValues {

  private static final int MAX_NUMBER_LENGTH = 1_000;
  private static final int MAX_SCALE = 16_383;
  private static final int MAX_MAGNITUDE = 131_072;
  private static final int UUID_LENGTH = 36;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final char REPLACEMENT = '\uFFFD';

  private TextValues() {}

  static String utf8(byte[] bytes, String what) {
    return utf8(bytes, what, "");
  }

  /** Decodes valid UTF-8. Messages name the text {@code what + name}. */
  static String utf8(byte[] bytes, String what, String name) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireValid(bytes, what + name);
    }
    return text;
  }

  private static void requireValid(byte[] bytes, String what) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException broken) {
      throw new InvalidRecord(what + " is not UTF-8");
    }
  }

  /**
   * Reads a value of this type.
   *
   * @throws InvalidRecord when the text is not a value of the type
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
            default -> throw invalid(text, "true or false");
          };
      case DATE -> date(text);
      case TIMESTAMPTZ -> timestamptz(text);
      case UUID -> uuid(text);
      case JSONB -> throw new IllegalArgumentException("JSON is not read from plain text");
    };
  }

  /** Text that PostgreSQL can store: without NUL and without half a surrogate pair. */
  static String storable(String text) {
    if (text.indexOf(0) >= 0) {
      throw new InvalidRecord("contains the character NUL, which PostgreSQL cannot store");
    }
    if (text.codePoints().anyMatch(it -> it <= 0xFFFF && Character.isSurrogate((char) it))) {
      throw new InvalidRecord("contains half of a surrogate pair");
    }
    return text;
  }

  private static Integer integer(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException broken) {
      throw invalid(text, "a whole number from -2147483648 to 2147483647");
    }
  }

  private static Long bigint(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException broken) {
      throw invalid(text, "a whole number from -9223372036854775808 to 9223372036854775807");
    }
  }

  private static BigDecimal numeric(String text) {
    if (text.length() > MAX_NUMBER_LENGTH) {
      throw invalid(text, "a number of at most " + MAX_NUMBER_LENGTH + " characters");
    }
    try {
      var number = new BigDecimal(text);
      if (number.scale() > MAX_SCALE
          || (long) number.precision() - number.scale() > MAX_MAGNITUDE) {
        throw invalid(text, "a number within the range of numeric");
      }
      return number;
    } catch (NumberFormatException broken) {
      throw invalid(text, "a number");
    }
  }

  private static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1 && date.getYear() <= 9_999) {
        return date;
      }
    } catch (DateTimeException broken) {
      throw invalid(text, "a date as 2018-07-26");
    }
    throw invalid(text, "a date of the years 0001 to 9999");
  }

  /** Truncated to microseconds. */
  static Instant timestamptz(String text) {
    Instant moment;
    try {
      moment = Timestamps.parse(text);
    } catch (DateTimeException broken) {
      throw invalid(text, "a time with its offset, as 2018-07-26T12:12:33.5+07:00");
    }
    if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
      throw invalid(text, "a time of the years 0001 to 9999");
    }
    return moment.truncatedTo(ChronoUnit.MICROS);
  }

  private static UUID uuid(String text) {
    try {
      if (text.length() == UUID_LENGTH) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException broken) {
      throw invalid(text, "a UUID");
    }
    throw invalid(text, "a UUID of 36 characters");
  }

  private static InvalidRecord invalid(@Nullable String found, String wanted) {
    return new InvalidRecord(
        "is '%s', must be %s".formatted(InvalidRecord.shortened(found + ""), wanted));
  }
}
