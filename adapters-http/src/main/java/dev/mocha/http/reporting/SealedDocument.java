package dev.mocha.http.reporting;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A text with a gap, which is filled each time that it is sent. What stands behind the gap is
 * nearly all of it and is kept compressed: for whoever takes gzip the beginning and the filling go
 * before it as they are, so that nothing is compressed any more.
 *
 * @param identity of everything here, the compressed bytes too
 * @param head what stands before the gap
 * @param tail what stands behind it, by deflate
 * @param tailCrc of what stands behind it
 * @param tailLength of what stands behind it, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent; documents are not compared
record SealedDocument(byte[] identity, byte[] head, byte[] tail, int tailCrc, int tailLength) {

  private static final int IDENTITY_BYTES = 16;

  /** The header of gzip: deflate, no name, no time, no matter on which system. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private static final int MOST_STORED = 0xffff;
  private static final int STORED_HEADER_BYTES = 5;
  private static final int TRAILER_BYTES = 8;

  static SealedDocument of(byte[] head, byte[] tail) {
    byte[] compressed = deflated(tail);
    int crc = Crc32.of(tail);
    return new SealedDocument(digest(head, compressed), head, compressed, crc, tail.length);
  }

  /** As {@link #bytes} wrote it. */
  static SealedDocument read(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    byte[] identity = next(buffer, IDENTITY_BYTES);
    int crc = buffer.getInt();
    int length = buffer.getInt();
    byte[] head = next(buffer, buffer.getInt());
    return new SealedDocument(identity, head, next(buffer, buffer.remaining()), crc, length);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(IDENTITY_BYTES + 3 * Integer.BYTES + head.length + tail.length)
        .put(identity)
        .putInt(tailCrc)
        .putInt(tailLength)
        .putInt(head.length)
        .put(head)
        .put(tail)
        .array();
  }

  /** The identity as text of letters, digits, hyphens and underscores. */
  String name() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(identity);
  }

  /** The text with its gap filled. */
  byte[] filled(byte[] filling) {
    var text =
        ByteBuffer.allocate(head.length + filling.length + tailLength).put(head).put(filling);
    var inflater = new Inflater(true);
    try {
      inflater.setInput(tail);
      while (text.hasRemaining()) {
        if (inflater.inflate(text) == 0) {
          throw new IllegalStateException("a sealed day ends too early");
        }
      }
      return text.array();
    } catch (DataFormatException broken) {
      throw new IllegalStateException("a sealed day is broken", broken);
    } finally {
      inflater.end();
    }
  }

  /** The same as one member of gzip. */
  byte[] gzip(byte[] filling) {
    byte[] before =
        ByteBuffer.allocate(head.length + filling.length).put(head).put(filling).array();
    int blocks = Math.ceilDiv(before.length, MOST_STORED);
    var gzip =
        ByteBuffer.allocate(
                GZIP.length
                    + blocks * STORED_HEADER_BYTES
                    + before.length
                    + tail.length
                    + TRAILER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(GZIP);
    for (int from = 0; from < before.length; from += MOST_STORED) {
      int length = Math.min(before.length - from, MOST_STORED);
      gzip.put((byte) 0).putShort((short) length).putShort((short) ~length);
      gzip.put(before, from, length);
    }
    return gzip.put(tail)
        .putInt(Crc32.combined(Crc32.of(before), tailCrc, tailLength))
        .putInt(before.length + tailLength)
        .array();
  }

  private static byte[] next(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  /** It is done once and sent often. */
  private static byte[] deflated(byte[] text) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(text);
      deflater.finish();
      var compressed = new ByteArrayOutputStream(text.length / 4 + 64);
      byte[] some = new byte[8_192];
      while (!deflater.finished()) {
        compressed.write(some, 0, deflater.deflate(some));
      }
      return compressed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] digest(byte[] head, byte[] tail) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(head.length).array());
      digest.update(head);
      return Arrays.copyOf(digest.digest(tail), IDENTITY_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
