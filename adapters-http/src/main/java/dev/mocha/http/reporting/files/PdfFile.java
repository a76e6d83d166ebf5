package dev.mocha.http.reporting.files;

import static dev.mocha.http.reporting.files.Paper.FAINT;
import static dev.mocha.http.reporting.files.Paper.INK;
import static dev.mocha.http.reporting.files.Paper.MARGIN;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.PlacedOrder;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PDF to print: the summary in portrait, then a table of orders in landscape. */
final class PdfFile implements ReportFile {

  private static final float ROW = 9.5f;
  private static final float SIZE = 7;
  private static final float SMALL = 6;
  private static final float BOTTOM = 40;
  private static final float GAP = 6;

  /** A column of the table. */
  private record Column(String title, float width, boolean isFigure) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("Order", 68, false),
          new Column("Placed at", 40, false),
          new Column("Status", 52, false),
          new Column("Paid by", 56, false),
          new Column("Items", 238, false),
          new Column("Items total", 54, true),
          new Column("Discount", 50, true),
          new Column("Delivery fee", 52, true),
          new Column("Tax", 50, true),
          new Column("Commission", 54, true),
          new Column("Refunded", 54, true));

  private static final int ITEMS = 4;

  private final Paper paper;
  private final FileFormats formats;
  private float y = Float.NEGATIVE_INFINITY;

  PdfFile(DailyReport report, OutputStream out) {
    formats = new FileFormats(report);
    String title = "%s, %s".formatted(report.merchantName(), report.date());
    paper =
        new Paper(
            out,
            title,
            "%s (%s) · %s · complete to %s%s"
                .formatted(
                    report.merchantName(),
                    report.merchantId(),
                    report.date(),
                    formats.full(report.completeTo()),
                    report.isFinal() ? " · final" : " · not final yet"));
    SummaryPage.draw(paper, report);
  }

  @Override
  public void order(PlacedOrder order) {
    OrderPlaced placed = order.placed();
    float width = COLUMNS.get(ITEMS).width() - GAP;
    List<String> items =
        paper.wrap(FileFormats.lines(placed.lines(), formats::grouped), width, SIZE);
    List<String> details = paper.wrap(details(order), width, SMALL);
    if (y - ROW < BOTTOM || y - Math.min((items.size() + details.size()) * ROW, 200) < BOTTOM) {
      nextPage();
    }
    row(
        false,
        placed.orderNumber(),
        formats.time(placed.at()),
        order.status().name(),
        placed.paymentMethod(),
        "",
        formats.grouped(placed.itemsTotal()),
        formats.grouped(placed.discount()),
        formats.grouped(placed.deliveryFee()),
        formats.grouped(placed.tax()),
        formats.grouped(placed.commission()),
        formats.grouped(order.refunded()));
    y += ROW;
    items.forEach(it -> itemsLine(it, SIZE, true));
    details.forEach(it -> itemsLine(it, SMALL, false));
    paper.line(MARGIN, y - 2.5f, paper.width() - 2 * MARGIN);
    y -= 2;
  }

  /** Everything of an order that has no column. */
  private String details(PlacedOrder order) {
    return String.join(
        " · ",
        Stream.of(
                step("accepted", order.acceptedAt()),
                step("ready", order.readyAt()),
                step("picked up", order.pickedUpAt()),
                step("delivered", order.deliveredAt()),
                step("rejected", order.rejectedAt()),
                step("cancelled", order.cancelledAt()),
                labelled("by", order.cancelledBy()),
                labelled("reason", order.reason()),
                labelled("note", order.placed().note()),
                labelled("customer", order.placed().customerId()),
                labelled("id", order.placed().orderId().value()))
            .flatMap(List::stream)
            .toList());
  }

  private List<String> step(String name, @Nullable Instant at) {
    return labelled(name, at == null ? null : formats.time(at));
  }

  private static List<String> labelled(String label, @Nullable String value) {
    return value == null ? List.of() : List.of(label + " " + value);
  }

  private void itemsLine(String text, float size, boolean isMain) {
    if (y - ROW < BOTTOM) {
      nextPage();
    }
    y -= ROW;
    float x = MARGIN;
    for (Column before : COLUMNS.subList(0, ITEMS)) {
      x += before.width();
    }
    paper.text(text.stripTrailing(), x, y, size, isMain ? INK : FAINT, false);
  }

  private void nextPage() {
    paper.nextPage(true);
    y = paper.height() - MARGIN;
    row(true, COLUMNS.stream().map(Column::title).toArray(String[]::new));
    paper.line(MARGIN, y - 3, paper.width() - 2 * MARGIN);
    y -= 4;
  }

  private void row(boolean isHead, String... cells) {
    y -= ROW;
    float x = MARGIN;
    for (int i = 0; i < cells.length; i++) {
      Column column = COLUMNS.get(i);
      if (column.isFigure()) {
        paper.right(cells[i], x + column.width(), y, column.width() - GAP, SIZE, INK, isHead);
      } else {
        paper.fit(cells[i], x, y, column.width() - GAP, SIZE, INK, isHead);
      }
      x += column.width();
    }
  }

  @Override
  public void end() {
    paper.end();
  }
}
