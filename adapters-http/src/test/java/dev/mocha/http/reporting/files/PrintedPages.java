package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.PDFTextStripperByArea;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a PDF as they are read, and as they should be.
 *
 * @param summary the rows of the first page, and what follows a name in them
 * @param orders of each order the number, time, status, payment method and amounts
 */
record PrintedPages(List<String> summary, List<String> orders) {

  private static final float LISTS_FROM = 272;
  private static final Pattern FIGURES = Pattern.compile("\\S+ \\S+$");
  private static final Pattern ORDER =
      Pattern.compile("^(F-\\d+ [\\d:]+ [A-Z_]+ \\S+) .*?((?: -?[\\d,.]+){6})$");

  static PrintedPages of(byte[] file) throws IOException {
    try (PDDocument document = Loader.loadPDF(file)) {
      var summary = new ArrayList<String>();
      for (String line : columns(document.getPage(0))) {
        summary.add(line);
        FIGURES.matcher(line).results().forEach(it -> summary.add(it.group()));
      }
      var text = new PDFTextStripper();
      text.setSortByPosition(true);
      text.setStartPage(2);
      var orders =
          lines(text.getText(document)).stream()
              .flatMap(it -> ORDER.matcher(it).results())
              .map(it -> it.group(1) + it.group(2))
              .toList();
      return new PrintedPages(summary, orders);
    }
  }

  private static List<String> columns(PDPage page) throws IOException {
    float half = page.getMediaBox().getWidth() / 2;
    float height = page.getMediaBox().getHeight();
    var text = new PDFTextStripperByArea();
    text.setSortByPosition(true);
    text.addRegion("head", new Rectangle2D.Float(0, 0, 2 * half, LISTS_FROM));
    text.addRegion("left", new Rectangle2D.Float(0, LISTS_FROM, half, height));
    text.addRegion("right", new Rectangle2D.Float(half, LISTS_FROM, half, height));
    text.extractRegions(page);
    var lines = new ArrayList<String>();
    for (String region : text.getRegions()) {
      lines.addAll(lines(text.getTextForRegion(region)));
    }
    return lines;
  }

  private static List<String> lines(String text) {
    return text.lines().map(it -> it.strip().replaceAll("\\s+", " ")).toList();
  }

  static List<String> expected(DailyReport report) {
    var rows = new ArrayList<String>();
    var it = report.summary();
    ZoneId zone = report.timeZone();
    Currency currency = report.currency();
    for (SummaryFigure figure : SummaryFigure.values()) {
      long value = figure.of(it);
      rows.add(figure.label() + " " + (figure.isMoney() ? money(currency, value) : count(value)));
    }
    rows.add("First order at " + time(it.firstOrderAt(), zone));
    rows.add("Last order at " + time(it.lastOrderAt(), zone));
    for (OrderStatus status : OrderStatus.values()) {
      rows.add(status + " " + count(report.byStatus().getOrDefault(status, 0L)));
    }
    for (var hour : report.byHour()) {
      rows.add(
          "%tH:%<tM UTC%s %s %s"
              .formatted(
                  hour.hour(),
                  hour.hour().getOffset(),
                  count(hour.orders()),
                  money(currency, hour.grossSales())));
    }
    for (var payment : report.byPaymentMethod()) {
      rows.add(
          "%s %s %s"
              .formatted(
                  payment.paymentMethod(),
                  count(payment.orders()),
                  money(currency, payment.grossSales())));
    }
    for (var item : report.topItems()) {
      rows.add(count(item.quantity()) + " " + money(currency, item.grossSales()));
    }
    for (var cancellation : report.cancellations()) {
      rows.add(cancellation.reason() + " " + count(cancellation.orders()));
    }
    rows.add("Orders " + count(report.preparation().orders()));
    rows.add("Median %s s".formatted(count(report.preparation().medianSeconds())));
    rows.add("90th percentile %s s".formatted(count(report.preparation().p90Seconds())));
    compared("Previous day", currency, report.comparison().previousDay(), rows);
    compared("Same day last week", currency, report.comparison().sameDayLastWeek(), rows);
    rows.add(time(report.completeTo(), zone));
    return rows;
  }

  private static void compared(String label, Currency currency, TrendDay it, List<String> rows) {
    rows.add(label + " " + it.date());
    rows.add("Orders " + count(it.orders()));
    rows.add("Gross sales " + money(currency, it.grossSales()));
    rows.add("Net payout " + money(currency, it.netPayout()));
  }

  static List<String> expected(List<PlacedOrder> orders) {
    return orders.stream().map(PrintedPages::expected).toList();
  }

  private static String expected(PlacedOrder order) {
    var placed = order.placed();
    Currency currency = placed.currency();
    return String.join(
        " ",
        placed.orderNumber(),
        time(placed.at(), placed.timeZone()).substring(11),
        order.status().name(),
        placed.paymentMethod(),
        money(currency, placed.itemsTotal()),
        money(currency, placed.discount()),
        money(currency, placed.deliveryFee()),
        money(currency, placed.tax()),
        money(currency, placed.commission()),
        money(currency, order.refunded()));
  }

  private static String count(long count) {
    return "%,d".formatted(count);
  }

  private static String money(Currency currency, long minorUnits) {
    int digits = currency.getDefaultFractionDigits();
    return String.format(Locale.ROOT, "%,." + digits + "f", BigDecimal.valueOf(minorUnits, digits));
  }

  private static String time(@Nullable Instant instant, ZoneId zone) {
    return instant == null
        ? "–"
        : DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(instant.atZone(zone));
  }
}
