package dev.mocha.kafka.log;

import com.ethlo.time.ITU;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Parses timestamps with an offset. RFC 3339, which every event uses, goes to a parser that is ten
 * times faster than the JDK's; other forms of ISO 8601 go to the JDK.
 */
public final class Timestamps {

  private static final int TIME = "2018-07-26".length();

  private Timestamps() {}

  /**
   * Parses a timestamp.
   *
   * @throws DateTimeException when the text is not a timestamp with an offset
   */
  public static Instant parse(String text) {
    if (text.length() > TIME && text.charAt(TIME) == 'T') {
      var position = new ParsePosition(0);
      try {
        OffsetDateTime parsed = ITU.parseDateTime(text, position);
        if (position.getIndex() == text.length()) {
          return parsed.toInstant();
        }
      } catch (DateTimeException notRfc3339) {
        return OffsetDateTime.parse(text).toInstant();
      }
    }
    return OffsetDateTime.parse(text).toInstant();
  }
}
