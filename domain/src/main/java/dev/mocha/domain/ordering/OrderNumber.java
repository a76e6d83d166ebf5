package dev.mocha.domain.ordering;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Derives a short order number for an order that was placed without one. */
public final class OrderNumber {

  /** Digits and letters that are hard to confuse. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int LENGTH = 6;
  private static final int BITS = 5;

  private OrderNumber() {}

  /** The number depends on the id only. Two orders may have the same number. */
  public static String of(OrderId orderId) {
    var crc = new CRC32();
    crc.update(orderId.value().getBytes(StandardCharsets.UTF_8));
    var number = new StringBuilder("F-");
    for (int i = 0; i < LENGTH; i++) {
      number.append(
          ALPHABET.charAt((int) (crc.getValue() >>> (i * BITS)) & (ALPHABET.length() - 1)));
    }
    return number.toString();
  }
}
