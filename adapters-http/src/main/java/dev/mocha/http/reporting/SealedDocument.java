package dev.mocha.http.reporting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.DailyReport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The JSON of a final day, with a gap for {@code completeTo}, which is filled for each response.
 * The part after the gap is nearly the whole text and is stored deflated. A gzip response sends the
 * head and the filling as stored blocks and then the deflated tail, so nothing is compressed per
 * request.
 *
 * @param identity a hash of the head and the compressed tail
 * @param head the text before the gap
 * @param tail the deflated text after the gap
 * @param tailCrc the CRC-32 of the text after the gap
 * @param tailLength the length of the text after the gap, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent; documents are not compared
record SealedDocument(byte[] identity, byte[] head, byte[] tail, int tailCrc, int tailLength) {

  /** A quotation mark within a value is escaped, so the text occurs only once. */
  private static final byte[] BEFORE_GAP = "\"completeTo\":".getBytes(StandardCharsets.UTF_8);

  private static final int IDENTITY_BYTES = 16;

  /** The gzip header: deflate, no name, no time, unknown system. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private static final int MOST_STORED = 0xffff;
  private static final int STORED_HEADER_BYTES = 5;
  private static final int TRAILER_BYTES = 8;

  /**
   * The document of a report, with the gap where its JSON has the value of {@code completeTo}.
   *
   * @param json the one that answers requests
   */
  static SealedDocument of(DailyReport report, ObjectMapper json) {
    try {
      byte[] text = json.writeValueAsBytes(report);
      int gap = endOf(BEFORE_GAP, text);
      int filled = json.writeValueAsBytes(report.completeTo()).length;
      return of(Arrays.copyOf(text, gap), Arrays.copyOfRange(text, gap + filled, text.length));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int endOf(byte[] part, byte[] text) {
    for (int end = part.length; end <= text.length; end++) {
      if (Arrays.equals(text, end - part.length, end, part, 0, part.length)) {
        return end;
      }
    }
    throw new IllegalStateException("the JSON of a report has no completeTo");
  }

  static SealedDocument of(byte[] head, byte[] tail) {
    byte[] compressed = deflated(tail);
    int crc = Crc32.of(tail);
    return new SealedDocument(digest(head, compressed), head, compressed, crc, tail.length);
  }

  /** Reads what {@link #bytes} wrote. */
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
          throw new IllegalStateException("the document of a sealed day is truncated");
        }
      }
      return text.array();
    } catch (DataFormatException broken) {
      throw new IllegalStateException("the document of a sealed day is corrupt", broken);
    } finally {
      inflater.end();
    }
  }

  /** The text with its gap filled, as one gzip member. */
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

  /** With the best level: a day is compressed once and sent often. */
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
