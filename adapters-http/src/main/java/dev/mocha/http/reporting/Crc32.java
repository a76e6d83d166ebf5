package dev.mocha.http.reporting;

import java.util.zip.CRC32;

/**
 * The CRC-32 of concatenated texts, as zlib's {@code crc32_combine} computes it; the JDK has no
 * such method. A CRC is a remainder of polynomials over two numbers, so appending {@code n} bytes
 * multiplies by {@code x} to the power of {@code 8n}. Polynomials have reversed bits, with {@code
 * x^0} at the top.
 */
final class Crc32 {

  private static final int POLYNOMIAL = 0xedb88320;
  private static final int ONE = 1 << 31;
  private static final int X = 1 << 30;

  private Crc32() {}

  static int of(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * The CRC of one text followed by another.
   *
   * @param otherLength in bytes
   */
  static int combined(int one, int other, int otherLength) {
    int shift = ONE;
    int square = power8(X);
    for (int bits = otherLength; bits != 0; bits >>>= 1) {
      if ((bits & 1) != 0) {
        shift = product(shift, square);
      }
      square = product(square, square);
    }
    return product(shift, one) ^ other;
  }

  private static int power8(int base) {
    int square = product(base, base);
    int fourth = product(square, square);
    return product(fourth, fourth);
  }

  /** Modulo the polynomial of the CRC. */
  private static int product(int one, int other) {
    int sum = 0;
    int shifted = other;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((one & bit) != 0) {
        sum ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
    }
    return sum;
  }
}
