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
 * A4 pages that are drawn from the top down, in points. A full page is written out at once. Each
 * page has a footer.
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
  private static final int MAX_WIDTHS = 2_000;

  private final Document document = new Document(PageSize.A4);
  private final PdfWriter writer;
  private final PdfTemplate pages;
  private final String foot;
  private final EmojiFont emoji = new EmojiFont();
  private final PdfContentByte page;

  /** The widths of recently used words at size 1: menus repeat words. */
  private final Map<String, Float> widths =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Float> eldest) {
          return size() > MAX_WIDTHS;
        }
      };

  /**
   * Starts the first page, in portrait.
   *
   * @param foot the text of each footer
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

  /** Ends this page and starts the next. */
  void nextPage(boolean isLandscape) {
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

  /** Ends the last page and writes the number of pages into every footer. */
  void end() {
    pages.setColorFill(FAINT);
    phrase(String.valueOf(writer.getPageNumber()), false).draw(pages, 0, FOOT_SIZE / 2, FOOT_SIZE);
    document.close();
  }

  Phrase phrase(String text, boolean bold) {
    return Phrase.of(text.replaceAll("\\s", " "), bold, emoji);
  }

  /** Draws a line of text and returns where it ends. */
  float text(String text, float x, float y, float size, Color color, boolean bold) {
    Phrase phrase = phrase(text, bold);
    page.setColorFill(color);
    phrase.draw(page, x, y, size);
    return x + phrase.width(size);
  }

  /** Draws a line of text, smaller if it would not fit. */
  void fit(String text, float x, float y, float width, float size, Color color, boolean bold) {
    text(text, x, y, fitting(phrase(text, bold), width, size), color, bold);
  }

  /** Draws a line of text that ends here, smaller if it would not fit. */
  void right(String text, float x, float y, float width, float size, Color color, boolean bold) {
    Phrase phrase = phrase(text, bold);
    float fitting = fitting(phrase, width, size);
    page.setColorFill(color);
    phrase.draw(page, x - phrase.width(fitting), y, fitting);
  }

  private static float fitting(Phrase phrase, float width, float size) {
    float fitting = size;
    while (fitting > SMALLEST && phrase.width(fitting) > width) {
      fitting -= SHRINK;
    }
    return fitting;
  }

  /** Splits a text into lines that fit, at the line breaks of its language or else anywhere. */
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
