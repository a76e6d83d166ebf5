package dev.mocha.kafka.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Timestamps and days out of texts. The form that Mocha itself writes, {@code
 * 2018-07-26T05:12:33.123456Z}, is read by position, which is several times faster than a
 * formatter; every other ISO-8601 form with an offset goes to the JDK.
 */
public final class Timestamps {

  private static final int UP_TO_SECONDS = "2018-07-26T05:12:33".length();

  private static final int DAY = "2018-07-26".length();

  private Timestamps() {}

  /**
   * The moment.
   *
   * @throws DateTimeException for a text that is none
   */
  public static Instant parse(String text) {
    int last = text.length() - 1;
    if (last < UP_TO_SECONDS || text.charAt(last) != 'Z' || !hasSeparators(text)) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int nanos = last == UP_TO_SECONDS ? 0 : fraction(text, last);
    if ((year | month | day | hour | minute | second | nanos) < 0) {
      return OffsetDateTime.parse(text).toInstant();
    }
    return LocalDateTime.of(year, month, day, hour, minute, second, nanos)
        .toInstant(ZoneOffset.UTC);
  }

  /**
   * The day, {@code 2018-07-26}.
   *
   * @throws DateTimeException for a text that is none
   */
  public static LocalDate parseDay(String text) {
    if (text.length() != DAY || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return LocalDate.parse(text);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    return (year | month | day) < 0 ? LocalDate.parse(text) : LocalDate.of(year, month, day);
  }

  private static boolean hasSeparators(String text) {
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  /** The digits from one index to before another; negative when they are not all digits. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int index = from; index < to; index++) {
      int digit = text.charAt(index) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Nanoseconds of the digits after the point; negative when there are none, or too many. */
  private static int fraction(String text, int end) {
    int first = UP_TO_SECONDS + 1;
    int digits = end - first;
    if (text.charAt(UP_TO_SECONDS) != '.' || digits < 1 || digits > 9) {
      return -1;
    }
    int nanos = number(text, first, end);
    for (int digit = digits; digit < 9; digit++) {
      nanos *= 10;
    }
    return nanos;
  }
}
