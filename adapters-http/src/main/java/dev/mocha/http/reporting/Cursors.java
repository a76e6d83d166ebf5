package dev.mocha.http.reporting;

import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.http.web.Problems.Invalid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Encodes cursors as opaque texts. */
public final class Cursors {

  private static final char SEPARATOR = ' ';

  /** A forged cursor may be outside the years 1 to 9999, which PostgreSQL does not accept. */
  private static final long EARLIEST_MICROS = -62_135_596_800_000_000L;

  private static final long LATEST_MICROS = 253_402_300_799_999_999L;

  private Cursors() {}

  public static String encode(OrderCursor cursor) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, cursor.placedAt());
    String text = micros + String.valueOf(SEPARATOR) + cursor.orderId();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Decodes a cursor.
   *
   * @throws Invalid when the text is not a cursor of this service
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
      throw new Invalid("cursor", "is not a cursor of this service; repeat the query without it");
    }
  }
}
