package dev.mocha.http.reporting;

import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.http.web.Problems.Invalid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Cursors as clients see them: texts that mean nothing to them. */
public final class Cursors {

  private static final char SEPARATOR = ' ';

  /** The years 1 to 9999, which a made-up cursor may leave and the database may not. */
  private static final long EARLIEST_MICROS = -62_135_596_800_000_000L;

  private static final long LATEST_MICROS = 253_402_300_799_999_999L;

  private Cursors() {}

  /** The text of a cursor. */
  public static String encode(OrderCursor cursor) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, cursor.placedAt());
    String text = micros + String.valueOf(SEPARATOR) + cursor.orderId();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The cursor of a text.
   *
   * @throws Invalid when it is none that this service gave away
   */
  public static OrderCursor decode(String text) {
    try {
      String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int separator = decoded.indexOf(SEPARATOR);
      long micros = Long.parseLong(decoded, 0, Math.max(separator, 0), 10);
      return new OrderCursor(
          Instant.EPOCH.plus(Math.clamp(micros, EARLIEST_MICROS, LATEST_MICROS), ChronoUnit.MICROS),
          new OrderId(decoded.substring(separator + 1)));
    } catch (RuntimeException malformed) {
      throw new Invalid("cursor", "is none that this service gave away");
    }
  }
}
