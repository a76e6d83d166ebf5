package dev.mocha.http.reporting.files;

import com.lowagie.text.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The pictures of emoji for one document, from a font that holds them as PNG (OpenType tables cmap,
 * CBLC and CBDT). The font is read when the first emoji comes.
 */
final class EmojiFont {

  private static final int TABLE_RECORDS = 12;
  private static final int TABLE_RECORD = 16;
  private static final int SUBTABLE_RECORD = 8;
  private static final int CMAP_GROUPS = 12;
  private static final int CMAP_SUBTABLE = 4;

  /** The bytes of metrics before the length of the PNG, in the image formats 17 and 18. */
  private static final int SMALL_METRICS = 5;

  private static final int BIG_METRICS = 8;

  private final Map<Integer, Optional<Image>> images = new HashMap<>();
  private ByteBuffer font = ByteBuffer.allocate(0);
  private int bitmaps;
  private int locations;
  private int groups;

  /** The picture of a code point; empty where there is none. */
  Optional<Image> of(int codePoint) {
    return Character.isEmoji(codePoint)
        ? images.computeIfAbsent(codePoint, this::find)
        : Optional.empty();
  }

  private void read() {
    try (InputStream in =
        Objects.requireNonNull(
            EmojiFont.class.getClassLoader().getResourceAsStream("fonts/NotoColorEmoji.ttf"))) {
      font = ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    bitmaps = table("CBDT");
    locations = table("CBLC");
    groups = characters(table("cmap"));
  }

  private int table(String name) {
    int tag = ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    int record = TABLE_RECORDS;
    while (font.getInt(record) != tag) {
      record += TABLE_RECORD;
    }
    return font.getInt(record + 8);
  }

  private int characters(int cmap) {
    for (int record = cmap + 4; ; record += 8) {
      int subtable = cmap + font.getInt(record + CMAP_SUBTABLE);
      if (font.getShort(subtable) == CMAP_GROUPS) {
        return subtable + CMAP_GROUPS;
      }
    }
  }

  private int glyph(int codePoint) {
    for (int i = 0; i < font.getInt(groups); i++) {
      int group = groups + 4 + i * CMAP_GROUPS;
      int first = font.getInt(group);
      if (first <= codePoint && codePoint <= font.getInt(group + 4)) {
        return font.getInt(group + 8) + codePoint - first;
      }
    }
    return 0;
  }

  private Optional<Image> find(int codePoint) {
    if (!font.hasRemaining()) {
      read();
    }
    int glyph = glyph(codePoint);
    int strike = locations + SUBTABLE_RECORD;
    int subtables = locations + font.getInt(strike);
    int count = font.getInt(strike + 8);
    for (int i = 0; glyph != 0 && i < count; i++) {
      int record = subtables + i * SUBTABLE_RECORD;
      int first = Short.toUnsignedInt(font.getShort(record));
      if (first <= glyph && glyph <= Short.toUnsignedInt(font.getShort(record + 2))) {
        return picture(subtables + font.getInt(record + 4), glyph - first);
      }
    }
    return Optional.empty();
  }

  private Optional<Image> picture(int subtable, int index) {
    if (font.getShort(subtable) != 1) {
      return Optional.empty();
    }
    int offset = font.getInt(subtable + 8 + index * 4);
    if (offset == font.getInt(subtable + 12 + index * 4)) {
      return Optional.empty();
    }
    int data = bitmaps + font.getInt(subtable + 4) + offset;
    int length = data + (font.getShort(subtable + 2) == 17 ? SMALL_METRICS : BIG_METRICS);
    var png = new byte[font.getInt(length)];
    font.get(length + 4, png);
    try {
      return Optional.of(Image.getInstance(png));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
