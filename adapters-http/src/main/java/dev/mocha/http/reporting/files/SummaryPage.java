package dev.mocha.http.reporting.files;

import static dev.mocha.http.reporting.files.Paper.BAR;
import static dev.mocha.http.reporting.files.Paper.FAINT;
import static dev.mocha.http.reporting.files.Paper.INK;
import static dev.mocha.http.reporting.files.Paper.MARGIN;
import static dev.mocha.http.reporting.files.Paper.SHADE;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.domain.ordering.OrderStatus;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The first page: merchant and day, the main figures, a chart of the hours, then lists in columns.
 */
final class SummaryPage {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private static final float TILE = 46;
  private static final float GAP = 8;
  private static final float CHART = 92;

  private final Paper paper;
  private final DailyReport report;
  private final FileFormats formats;
  private float y;

  private SummaryPage(Paper paper, DailyReport report) {
    this.paper = paper;
    this.report = report;
    this.formats = new FileFormats(report);
    this.y = paper.height() - MARGIN;
  }

  static void draw(Paper paper, DailyReport report) {
    var page = new SummaryPage(paper, report);
    page.head();
    page.tiles();
    page.hours();
    page.lists();
  }

  private void head() {
    float width = paper.width() - 2 * MARGIN;
    y -= 16;
    paper.fit(report.merchantName(), MARGIN, y, width - 150, 18, INK, true);
    paper.right(
        report.isFinal() ? "Final" : "Not final yet",
        paper.width() - MARGIN,
        y,
        140,
        11,
        report.isFinal() ? BAR : FAINT,
        true);
    y -= 16;
    paper.text(DAY.format(report.date()), MARGIN, y, 11, INK, false);
    paper.right(
        "Complete to " + formats.full(report.completeTo()),
        paper.width() - MARGIN,
        y,
        220,
        8,
        FAINT,
        false);
    y -= 13;
    paper.fit(
        "Daily order report of %s · amounts in %s · %s, from %s to %s"
            .formatted(
                report.merchantId(),
                report.currency().getCurrencyCode(),
                report.timeZone(),
                formats.full(report.dayStart()),
                formats.full(report.dayEnd())),
        MARGIN,
        y,
        width,
        8,
        FAINT,
        false);
    y -= 14;
  }

  private void tiles() {
    Summary it = report.summary();
    List<String[]> tiles =
        List.of(
            new String[] {"Orders", count(it.orders())},
            new String[] {"Gross sales", formats.grouped(it.grossSales())},
            new String[] {"Net sales", formats.grouped(it.netSales())},
            new String[] {"Net payout", formats.grouped(it.netPayout())});
    float width = (paper.width() - 2 * MARGIN - (tiles.size() - 1) * GAP) / tiles.size();
    y -= TILE;
    for (int i = 0; i < tiles.size(); i++) {
      float x = MARGIN + i * (width + GAP);
      paper.box(x, y, width, TILE, SHADE);
      paper.text(tiles.get(i)[0], x + GAP, y + TILE - 14, 8, FAINT, false);
      paper.fit(tiles.get(i)[1], x + GAP, y + 12, width - 2 * GAP, 15, INK, true);
    }
    y -= 20;
  }

  /** Sales by hour as bars, with their figures where they fit; the list has them all. */
  private void hours() {
    paper.text("Gross sales by hour", MARGIN, y, 9, INK, true);
    float base = y - CHART;
    float width = paper.width() - 2 * MARGIN;
    long most = Math.max(1, report.byHour().stream().mapToLong(Hour::grossSales).max().orElse(1));
    float slot = width / Math.max(report.byHour().size(), 12);
    for (int i = 0; i < report.byHour().size(); i++) {
      Hour hour = report.byHour().get(i);
      float height = (CHART - 26) * hour.grossSales() / most;
      float x = MARGIN + i * slot;
      paper.box(x + slot * 0.15f, base, slot * 0.7f, height, BAR);
      centred(formats.grouped(hour.grossSales()), x, slot, base + height + 3);
      centred(HOUR.format(hour.hour()), x, slot, base - 9);
    }
    paper.line(MARGIN, base, width);
    y = base - 26;
  }

  private void centred(String text, float x, float width, float at) {
    float size = 6.5f;
    float length = paper.phrase(text, false).width(size);
    if (length <= width) {
      paper.text(text, x + (width - length) / 2, at, size, FAINT, false);
    }
  }

  private void lists() {
    var columns = new Columns(paper, y);
    columns.title("Summary", report.currency().getCurrencyCode());
    for (SummaryFigure figure : SummaryFigure.values()) {
      long value = figure.of(report.summary());
      columns.row(figure.label(), figure.isMoney() ? formats.grouped(value) : count(value));
    }
    columns.row("First order at", formats.full(report.summary().firstOrderAt()));
    columns.row("Last order at", formats.full(report.summary().lastOrderAt()));

    columns.title("Status", "Orders");
    long most = report.byStatus().values().stream().mapToLong(Long::longValue).max().orElse(0);
    for (OrderStatus status : OrderStatus.values()) {
      long orders = report.byStatus().getOrDefault(status, 0L);
      columns.bar(status.name(), orders, most, count(orders));
    }

    columns.title("Payment method", "Orders", "Gross sales");
    long best = report.byPaymentMethod().stream().mapToLong(Payment::orders).max().orElse(0);
    for (Payment it : report.byPaymentMethod()) {
      columns.bar(
          it.paymentMethod(),
          it.orders(),
          best,
          count(it.orders()),
          formats.grouped(it.grossSales()));
    }

    columns.title("Hour", "Orders", "Gross sales");
    for (Hour it : report.byHour()) {
      columns.row(
          HOUR.format(it.hour()) + "  " + XlsxFile.offset(it.hour().getOffset()),
          count(it.orders()),
          formats.grouped(it.grossSales()));
    }

    columns.title("Top items", "Quantity", "Gross sales");
    for (Item it : report.topItems()) {
      columns.row(it.name(), count(it.quantity()), formats.grouped(it.grossSales()));
    }

    columns.title("Cancelled or rejected", "Orders");
    for (Cancellation it : report.cancellations()) {
      columns.row(it.reason(), count(it.orders()));
    }

    columns.title("Preparation", "");
    columns.row("Orders", count(report.preparation().orders()));
    columns.row("Median", count(report.preparation().medianSeconds()) + " s");
    columns.row("90th percentile", count(report.preparation().p90Seconds()) + " s");

    trend(columns, "Previous day", report.comparison().previousDay());
    trend(columns, "Same day last week", report.comparison().sameDayLastWeek());
  }

  private void trend(Columns columns, String label, TrendDay it) {
    columns.title(label, it.date().toString());
    columns.row("Orders", count(it.orders()));
    columns.row("Gross sales", formats.grouped(it.grossSales()));
    columns.row("Net payout", formats.grouped(it.netPayout()));
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
