package dev.mocha.http.reporting.files;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as the merchant's clock shows them, to the second. */
final class Clocks {

  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final DateTimeFormatter full;
  private final DateTimeFormatter time;

  Clocks(ZoneId zone) {
    full = FULL.withZone(zone);
    time = TIME.withZone(zone);
  }

  /** Such as {@code 2018-07-26 12:12:33}. */
  String full(@Nullable Instant instant) {
    return instant == null ? "–" : full.format(instant);
  }

  /** Such as {@code 12:12:33}. */
  String time(Instant instant) {
    return time.format(instant);
  }
}
