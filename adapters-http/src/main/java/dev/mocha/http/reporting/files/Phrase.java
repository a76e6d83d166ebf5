package dev.mocha.http.reporting.files;

import com.lowagie.text.Image;
import com.lowagie.text.pdf.PdfContentByte;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfObject;
import com.lowagie.text.pdf.PdfString;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A line of text in any script, as pieces from left to right, each in one font. A character that no
 * font has is shown by its code point, such as {@code [U+E000]}.
 */
final class Phrase {

  private static final int NO_EMOJI_BELOW = 0x203C;
  private static final float EMOJI_DROP = 0.15f;

  private sealed interface Piece {
    float width(float size);
  }

  private record Words(Face face, String text) implements Piece {
    @Override
    public float width(float size) {
      return face.width(text, size);
    }
  }

  private record Picture(Image image, String text) implements Piece {
    @Override
    public float width(float size) {
      return size * image.getWidth() / image.getHeight();
    }
  }

  private final List<Piece> pieces;

  private Phrase(List<Piece> pieces) {
    this.pieces = pieces;
  }

  static Phrase of(String text, boolean bold, EmojiFont emoji) {
    if (text.isEmpty()) {
      return new Phrase(List.of());
    }
    var bidi = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    int runs = bidi.getRunCount();
    var levels = new byte[runs];
    var directed = new Object[runs];
    for (int i = 0; i < runs; i++) {
      levels[i] = (byte) bidi.getRunLevel(i);
      List<Piece> run =
          pieces(text.substring(bidi.getRunStart(i), bidi.getRunLimit(i)), bold, emoji);
      if (levels[i] % 2 == 1) {
        Collections.reverse(run);
      }
      directed[i] = new Phrase(run);
    }
    Bidi.reorderVisually(levels, 0, directed, 0, runs);
    var shown = new ArrayList<Piece>();
    for (Object run : directed) {
      shown.addAll(((Phrase) run).pieces);
    }
    return new Phrase(shown);
  }

  private static List<Piece> pieces(String text, boolean bold, EmojiFont emoji) {
    var pieces = new ArrayList<Piece>();
    var words = new StringBuilder();
    Face face = bold ? Face.BOLD : Face.REGULAR;
    for (int point : text.codePoints().toArray()) {
      if (isNeutral(point) && face.has(point)) {
        words.appendCodePoint(point);
        continue;
      }
      Optional<Image> picture = point < NO_EMOJI_BELOW ? Optional.empty() : emoji.of(point);
      Optional<Face> next = picture.isPresent() ? Optional.empty() : Face.of(point, bold);
      if (picture.isEmpty() && next.isEmpty() && isInvisible(point)) {
        continue;
      }
      Face then = next.orElse(bold ? Face.BOLD : Face.REGULAR);
      if (picture.isPresent() || then != face) {
        flush(pieces, face, words);
      }
      face = then;
      if (picture.isPresent()) {
        pieces.add(new Picture(picture.get(), Character.toString(point)));
      } else if (next.isPresent()) {
        words.appendCodePoint(point);
      } else {
        words.append("[U+%04X]".formatted(point));
      }
    }
    flush(pieces, face, words);
    return pieces;
  }

  /** Characters that any script may contain. */
  private static boolean isNeutral(int point) {
    return switch (Character.UnicodeScript.of(point)) {
      case COMMON, INHERITED -> !Character.isEmoji(point) || point < NO_EMOJI_BELOW;
      case Character.UnicodeScript _ -> false;
    };
  }

  private static boolean isInvisible(int point) {
    int type = Character.getType(point);
    return type == Character.FORMAT
        || (0xFE00 <= point && point <= 0xFE0F)
        || Character.isWhitespace(point);
  }

  private static void flush(List<Piece> pieces, Face face, StringBuilder words) {
    if (!words.isEmpty()) {
      pieces.add(new Words(face, words.toString()));
      words.setLength(0);
    }
  }

  float width(float size) {
    float width = 0;
    for (Piece piece : pieces) {
      width += piece.width(size);
    }
    return width;
  }

  void draw(PdfContentByte page, float x, float y, float size) {
    float at = x;
    for (Piece piece : pieces) {
      switch (piece) {
        case Words(Face face, String text) -> {
          page.beginText();
          page.moveText(at, y);
          face.draw(page, text, size);
          page.endText();
        }
        case Picture(Image image, String text) -> {
          var meant = new PdfDictionary();
          meant.put(PdfName.ACTUALTEXT, new PdfString(text, PdfObject.TEXT_UNICODE));
          page.beginMarkedContentSequence(PdfName.SPAN, meant, true);
          page.addImage(image, piece.width(size), 0, 0, size, at, y - size * EMOJI_DROP);
          page.endMarkedContentSequence();
        }
      }
      at += piece.width(size);
    }
  }
}
