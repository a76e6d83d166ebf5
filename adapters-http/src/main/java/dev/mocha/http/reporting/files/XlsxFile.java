package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A workbook of two sheets, the summary and the orders. Amounts are in the major unit, times in the
 * merchant's time zone.
 */
final class XlsxFile implements ReportFile {

  private static final String[] HEADINGS = {
    "Order number",
    "Placed at",
    "UTC offset",
    "Status",
    "Payment method",
    "Lines",
    "Items total",
    "Discount",
    "Delivery fee",
    "Tax",
    "Commission",
    "Refunded",
    "Accepted at",
    "Ready at",
    "Picked up at",
    "Delivered at",
    "Rejected at",
    "Cancelled at",
    "Cancelled by",
    "Reason",
    "Note",
    "Customer id",
    "Order id"
  };

  /** The longest text of a cell, less the apostrophe of {@link FormulaEscape}. */
  private static final int MAX_TEXT = 32_766;

  private static final double[] SUMMARY_WIDTHS = {30, 24, 18, 18, 18};
  private static final double NARROW = 14;
  private static final double TIMES = 20;
  private static final double WIDE = 60;

  private final Workbook workbook;
  private final Sheet orders;
  private final ZoneId zone;

  XlsxFile(DailyReport report, OutputStream out) throws IOException {
    zone = report.timeZone();
    workbook = new Workbook(out, "Mocha", "1.0");
    Worksheet summary = workbook.newWorksheet("Summary");
    for (int column = 0; column < SUMMARY_WIDTHS.length; column++) {
      summary.width(column, SUMMARY_WIDTHS[column]);
    }
    summary(new Sheet(summary, report), report);
    summary.finish();

    Worksheet sheet = workbook.newWorksheet("Orders");
    sheet.freezePane(0, 1);
    for (int column = 0; column < HEADINGS.length; column++) {
      String heading = HEADINGS[column];
      sheet.width(
          column, heading.equals("Lines") ? WIDE : heading.endsWith(" at") ? TIMES : NARROW);
    }
    orders = new Sheet(sheet, report);
    orders.headings(HEADINGS);
  }

  /** Such as {@code UTC+07:00}: a spreadsheet could take {@code +07:00} for a formula. */
  static String offset(ZoneOffset offset) {
    return "UTC" + (offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId());
  }

  @Override
  public void order(PlacedOrder order) throws IOException {
    OrderPlaced placed = order.placed();
    orders
        .text(placed.orderNumber())
        .time(placed.at())
        .text(offset(zone.getRules().getOffset(placed.at())))
        .text(order.status().name())
        .text(placed.paymentMethod())
        .text(FileFormats.lines(placed.lines(), orders.formats()::plain, MAX_TEXT))
        .money(placed.itemsTotal())
        .money(placed.discount())
        .money(placed.deliveryFee())
        .money(placed.tax())
        .money(placed.commission())
        .money(order.refunded())
        .time(order.acceptedAt())
        .time(order.readyAt())
        .time(order.pickedUpAt())
        .time(order.deliveredAt())
        .time(order.rejectedAt())
        .time(order.cancelledAt())
        .text(order.cancelledBy())
        .text(order.reason())
        .text(placed.note())
        .text(placed.customerId())
        .text(placed.orderId().value())
        .next();
  }

  @Override
  public void end() throws IOException {
    workbook.finish();
  }

  /** Everything of the report but its orders, in sections with an empty row between them. */
  private static void summary(Sheet sheet, DailyReport report) throws IOException {
    head(sheet, report);
    figures(sheet, report);
    counts(sheet, report);
    lists(sheet, report);
    trend(sheet, report);
  }

  private static void head(Sheet sheet, DailyReport report) throws IOException {
    sheet.headings("Daily order report");
    sheet.text("Merchant").text(report.merchantName()).next();
    sheet.text("Merchant id").text(report.merchantId().value()).next();
    sheet.text("Date").date(report.date()).next();
    sheet.text("Time zone").text(report.timeZone().getId()).next();
    sheet.text("Currency").text(report.currency().getCurrencyCode()).next();
    sheet.text("Day start").time(report.dayStart()).next();
    sheet.text("Day end").time(report.dayEnd()).next();
    sheet.text("Complete to").time(report.completeTo()).next();
    sheet.text("Final").flag(report.isFinal()).next();
    sheet.next();
  }

  private static void figures(Sheet sheet, DailyReport report) throws IOException {
    Summary summary = report.summary();
    sheet.headings("Summary");
    for (SummaryFigure figure : SummaryFigure.values()) {
      sheet.text(figure.label());
      if (figure.isMoney()) {
        sheet.money(figure.of(summary)).next();
      } else {
        sheet.count(figure.of(summary)).next();
      }
    }
    sheet.text("First order at").time(summary.firstOrderAt()).next();
    sheet.text("Last order at").time(summary.lastOrderAt()).next();
    sheet.next();
  }

  private static void counts(Sheet sheet, DailyReport report) throws IOException {
    sheet.headings("Status", "Orders");
    for (OrderStatus status : OrderStatus.values()) {
      sheet.text(status.name()).count(report.byStatus().getOrDefault(status, 0L)).next();
    }
    sheet.next();
    sheet.headings("Hour", "UTC offset", "Orders", "Gross sales");
    for (Hour it : report.byHour()) {
      sheet
          .time(it.hour().toLocalDateTime())
          .text(XlsxFile.offset(it.hour().getOffset()))
          .count(it.orders())
          .money(it.grossSales())
          .next();
    }
    sheet.next();
  }

  private static void lists(Sheet sheet, DailyReport report) throws IOException {
    sheet.headings("Payment method", "Orders", "Gross sales");
    for (Payment it : report.byPaymentMethod()) {
      sheet.text(it.paymentMethod()).count(it.orders()).money(it.grossSales()).next();
    }
    sheet.next();
    sheet.headings("Top item", "Quantity", "Gross sales");
    for (Item it : report.topItems()) {
      sheet.text(it.name()).count(it.quantity()).money(it.grossSales()).next();
    }
    sheet.next();
    sheet.headings("Cancelled or rejected", "Orders");
    for (Cancellation it : report.cancellations()) {
      sheet.text(it.reason()).count(it.orders()).next();
    }
    sheet.next();
    sheet.headings("Preparation");
    sheet.text("Orders").count(report.preparation().orders()).next();
    sheet.text("Median seconds").count(report.preparation().medianSeconds()).next();
    sheet.text("90th percentile seconds").count(report.preparation().p90Seconds()).next();
    sheet.next();
  }

  private static void trend(Sheet sheet, DailyReport report) throws IOException {
    sheet.headings("Compared to", "Date", "Orders", "Gross sales", "Net payout");
    trend(sheet, "Previous day", report.comparison().previousDay());
    trend(sheet, "Same day last week", report.comparison().sameDayLastWeek());
  }

  private static void trend(Sheet sheet, String label, TrendDay it) throws IOException {
    sheet
        .text(label)
        .date(it.date())
        .count(it.orders())
        .money(it.grossSales())
        .money(it.netPayout())
        .next();
  }
}
