package dev.mocha.http.reporting.files;

import com.lowagie.text.DocumentException;
import com.lowagie.text.pdf.BaseFont;
import com.lowagie.text.pdf.LayoutProcessor;
import com.lowagie.text.pdf.PdfContentByte;
import java.awt.font.GlyphVector;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A font. Each script has its own, found by the script's name and read when it is first needed. */
final class Face {

  private static final Logger LOG = LoggerFactory.getLogger(Face.class);
  private static final String FOLDER = "fonts/";

  private static final ConcurrentHashMap<String, Optional<Face>> FACES = new ConcurrentHashMap<>();

  /** Fonts for characters of no script: currency signs, arrows, stars. */
  private static final List<String> SYMBOLS =
      List.of(
          "NotoSansSymbols-Regular-Subsetted",
          "NotoSansSymbols-Regular-Subsetted2",
          "DroidSansFallback");

  static {
    if (canShape()) {
      LayoutProcessor.enable();
      LayoutProcessor.setWriteActualText();
    }
  }

  static final Face REGULAR = named("Roboto-Regular").orElseThrow();
  static final Face BOLD = named("Roboto-Bold").orElseThrow();

  private final BaseFont font;
  private final boolean isShaped;

  private Face(BaseFont font, boolean isShaped) {
    this.font = font;
    this.isShaped = isShaped;
  }

  /** The font that has a glyph for a code point; empty when none has. */
  static Optional<Face> of(int codePoint, boolean bold) {
    Stream<String> names =
        switch (UnicodeScript.of(codePoint)) {
          case LATIN, GREEK, CYRILLIC, COMMON, INHERITED ->
              Stream.of(bold ? "Roboto-Bold" : "Roboto-Regular");
          case HAN, HIRAGANA, KATAKANA, BOPOMOFO -> Stream.of("DroidSansFallback");
          case HANGUL -> Stream.of("NanumGothic");
          case ARABIC -> Stream.of("NotoNaskhArabic-Regular");
          case SYRIAC -> Stream.of("NotoSansSyriacEastern-Regular");
          case KHMER -> Stream.of("NotoSansKhmerUI-Regular");
          case UnicodeScript other -> Stream.of("NotoSans" + camel(other) + "-Regular");
        };
    return Stream.concat(names, SYMBOLS.stream())
        .flatMap(it -> named(it).stream())
        .filter(it -> it.has(codePoint))
        .findFirst();
  }

  boolean has(int codePoint) {
    return font.charExists(codePoint);
  }

  float width(String text, float size) {
    if (!isShaped) {
      return font.getWidthPoint(text, size);
    }
    GlyphVector glyphs = LayoutProcessor.computeGlyphVector(font, size, text);
    return (float) glyphs.getGlyphPosition(glyphs.getNumGlyphs()).getX();
  }

  /** Draws a text of one direction, left to right unless its letters are right to left. */
  void draw(PdfContentByte page, String text, float size) {
    page.setFontAndSize(font, size);
    if (isShaped) {
      LayoutProcessor.showText(page, font, size, text);
    } else {
      page.showTextBasic(text);
    }
  }

  private static String camel(UnicodeScript script) {
    return Stream.of(script.name().split("_"))
        .map(it -> it.charAt(0) + it.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static Optional<Face> named(String name) {
    return FACES.computeIfAbsent(name, Face::read);
  }

  private static Optional<Face> read(String name) {
    String resource = FOLDER + name + ".ttf";
    if (Face.class.getClassLoader().getResource(resource) == null) {
      return Optional.empty();
    }
    try {
      BaseFont font = BaseFont.createFont(resource, BaseFont.IDENTITY_H, BaseFont.EMBEDDED);
      return Optional.of(
          new Face(font, name.startsWith("Noto") && LayoutProcessor.supportsFont(font)));
    } catch (IOException | DocumentException unreadable) {
      throw new IllegalStateException(resource, unreadable);
    }
  }

  /** Whether Java can join letters; that needs native font libraries. */
  private static boolean canShape() {
    try (InputStream font =
        Face.class.getClassLoader().getResourceAsStream(FOLDER + "NotoSansThai-Regular.ttf")) {
      java.awt.Font.createFont(java.awt.Font.TRUETYPE_FONT, font);
      return true;
    } catch (Exception | LinkageError | InternalError missing) {
      LOG.warn(
          "PDFs show the letters of Arabic, Thai and Indic scripts unjoined: install libfontconfig1"
              + " and libfreetype6",
          missing);
      return false;
    }
  }
}
