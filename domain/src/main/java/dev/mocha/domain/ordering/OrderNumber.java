package dev.mocha.domain.ordering;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The short number by which people call an order that came without one. */
public final class OrderNumber {

  /** Digits and letters that are not taken for each other. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int LENGTH = 6;
  private static final int BITS = 5;

  private OrderNumber() {}

  /** Always the same for the same order; two orders may share one. */
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
