package dev.mocha.http.reporting.files;

import static dev.mocha.http.reporting.files.Paper.BAR;
import static dev.mocha.http.reporting.files.Paper.FAINT;
import static dev.mocha.http.reporting.files.Paper.INK;
import static dev.mocha.http.reporting.files.Paper.MARGIN;

/**
 * A page layout for lists of labels and figures: down the left half of a page, then the right half,
 * then the next page.
 */
final class Columns {

  private static final float ROW = 11.2f;
  private static final float SIZE = 7.8f;
  private static final float GUTTER = 24;
  private static final float FIGURE = 74;
  private static final float BOTTOM = 40;
  private static final float BAR_FROM = 86;
  private static final float BAR_LENGTH = 70;

  private final Paper paper;
  private final float width;
  private float top;
  private float x = MARGIN;
  private float y;

  Columns(Paper paper, float top) {
    this.paper = paper;
    this.top = top;
    this.y = top;
    this.width = (paper.width() - 2 * MARGIN - GUTTER) / 2;
  }

  /** A heading. It is never the last line of a column. */
  void title(String label, String... figures) {
    if (y != top) {
      y -= ROW * 0.6f;
    }
    reserve(3);
    y -= ROW;
    paper.fit(label, x, y, width - figures.length * FIGURE, SIZE + 1, INK, true);
    figures(figures, true);
    paper.line(x, y - 3, width);
    y -= 2;
  }

  void row(String label, String... figures) {
    reserve(1);
    y -= ROW;
    paper.fit(label, x, y, width - figures.length * FIGURE - 4, SIZE, INK, false);
    figures(figures, false);
  }

  /** A row with a bar in proportion to the largest value. */
  void bar(String label, long part, long most, String... figures) {
    reserve(1);
    y -= ROW;
    paper.fit(label, x, y, BAR_FROM - 4, SIZE, INK, false);
    if (part > 0) {
      float space = Math.min(BAR_LENGTH, width - figures.length * FIGURE - BAR_FROM + 30);
      paper.box(x + BAR_FROM, y - 0.5f, space * part / most, SIZE - 1, BAR);
    }
    figures(figures, false);
  }

  private void figures(String[] figures, boolean isTitle) {
    for (int i = 0; i < figures.length; i++) {
      paper.right(
          figures[i],
          x + width - (figures.length - 1 - i) * FIGURE,
          y,
          FIGURE - 4,
          SIZE,
          isTitle ? FAINT : INK,
          false);
    }
  }

  private void reserve(int rows) {
    if (y - rows * ROW >= BOTTOM) {
      return;
    }
    if (x == MARGIN) {
      x = MARGIN + width + GUTTER;
    } else {
      x = MARGIN;
      paper.nextPage(false);
      top = paper.height() - MARGIN;
    }
    y = top;
  }
}
