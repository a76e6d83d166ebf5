package dev.mocha.http.reporting.files;

import com.lowagie.text.Document;
import com.lowagie.text.PageSize;
import com.lowagie.text.pdf.PdfContentByte;
import com.lowagie.text.pdf.PdfTemplate;
import com.lowagie.text.pdf.PdfWriter;
import java.awt.Color;
import java.io.OutputStream;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pages of A4 that are drawn on from the top down, in points, and leave when they are full. Each
 * says at its foot what it is a page of.
 */
final class Paper {

  static final Color INK = new Color(0x1f2933);
  static final Color FAINT = new Color(0x6b7780);
  static final Color LINE = new Color(0xd5dbe0);
  static final Color SHADE = new Color(0xf2f5f7);
  static final Color BAR = new Color(0x2a7f62);

  static final float MARGIN = 36;
  private static final float FOOT = 22;
  private static final float FOOT_SIZE = 7;
  private static final float SMALLEST = 3;
  private static final float SHRINK = 0.25f;
  private static final int KEPT_WIDTHS = 2_000;

  private final Document document = new Document(PageSize.A4);
  private final PdfWriter writer;
  private final PdfTemplate pages;
  private final String foot;
  private final EmojiFont emoji = new EmojiFont();
  private final PdfContentByte page;

  /** Of words at size 1, the last that came by: menus repeat themselves. */
  private final Map<String, Float> widths =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Float> eldest) {
          return size() > KEPT_WIDTHS;
        }
      };

  /**
   * Begins the first page, upright.
   *
   * @param foot what each page says of itself
   */
  Paper(OutputStream out, String title, String foot) {
    this.foot = foot;
    writer = PdfWriter.getInstance(document, out);
    writer.setCloseStream(false);
    document.addTitle(title);
    document.addCreator("Mocha");
    document.open();
    page = writer.getDirectContent();
    pages = page.createTemplate(40, FOOT_SIZE * 2);
    pageFoot();
  }

  float width() {
    return document.getPageSize().getWidth();
  }

  float height() {
    return document.getPageSize().getHeight();
  }

  /** Lets this page go. */
  void turn(boolean isLandscape) {
    document.setPageSize(isLandscape ? PageSize.A4.rotate() : PageSize.A4);
    document.newPage();
    writer.setPageEmpty(false);
    pageFoot();
  }

  private void pageFoot() {
    writer.setPageEmpty(false);
    text(foot, MARGIN, FOOT, FOOT_SIZE, FAINT, false);
    String number = "Page %d of ".formatted(writer.getPageNumber());
    float x = width() - MARGIN - phrase(number, false).width(FOOT_SIZE) - 14;
    page.addTemplate(pages, text(number, x, FOOT, FOOT_SIZE, FAINT, false), FOOT - FOOT_SIZE / 2);
  }

  /** Ends the last page and tells each how many there are. */
  void end() {
    pages.setColorFill(FAINT);
    phrase(String.valueOf(writer.getPageNumber()), false).show(pages, 0, FOOT_SIZE / 2, FOOT_SIZE);
    document.close();
  }

  Phrase phrase(String text, boolean bold) {
    return Phrase.of(text.replaceAll("\\s", " "), bold, emoji);
  }

  /** A line of text from here; returns where it ends. */
  float text(String text, float x, float y, float size, Color color, boolean bold) {
    Phrase phrase = phrase(text, bold);
    page.setColorFill(color);
    phrase.show(page, x, y, size);
    return x + phrase.width(size);
  }

  /** A line of text that is set smaller where it would not fit. */
  void fit(String text, float x, float y, float width, float size, Color color, boolean bold) {
    text(text, x, y, fitting(phrase(text, bold), width, size), color, bold);
  }

  /** A line of text up to here, set smaller where it would not fit. */
  void right(String text, float x, float y, float width, float size, Color color, boolean bold) {
    Phrase phrase = phrase(text, bold);
    float fitting = fitting(phrase, width, size);
    page.setColorFill(color);
    phrase.show(page, x - phrase.width(fitting), y, fitting);
  }

  private static float fitting(Phrase phrase, float width, float size) {
    float fitting = size;
    while (fitting > SMALLEST && phrase.width(fitting) > width) {
      fitting -= SHRINK;
    }
    return fitting;
  }

  /** A text in lines that fit, broken where its language breaks lines, or else anywhere. */
  List<String> wrap(String text, float width, float size) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    float used = 0;
    for (String word : parts(text, BreakIterator.getLineInstance(Locale.ROOT))) {
      boolean isLong = width(word, size) > width;
      for (String part :
          isLong ? parts(word, BreakIterator.getCharacterInstance(Locale.ROOT)) : List.of(word)) {
        float length = width(part.stripTrailing(), size);
        if (used + length > width && !line.isEmpty()) {
          lines.add(line.toString());
          line.setLength(0);
          used = 0;
        }
        line.append(part);
        used += width(part, size);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private float width(String text, float size) {
    return size * widths.computeIfAbsent(text, it -> phrase(it, false).width(1));
  }

  private static List<String> parts(String text, BreakIterator breaks) {
    breaks.setText(text);
    var parts = new ArrayList<String>();
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      parts.add(text.substring(from, to));
      from = to;
    }
    return parts;
  }

  void box(float x, float y, float width, float height, Color color) {
    page.setColorFill(color);
    page.rectangle(x, y, width, height);
    page.fill();
  }

  void line(float x, float y, float width) {
    page.setColorStroke(LINE);
    page.setLineWidth(0.5f);
    page.moveTo(x, y);
    page.lineTo(x + width, y);
    page.stroke();
  }
}
