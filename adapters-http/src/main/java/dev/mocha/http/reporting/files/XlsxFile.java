package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.PlacedOrder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A workbook of two sheets, the summary and the orders. Money is in the major unit, times are the
 * merchant's.
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

  /** What a cell holds, less an apostrophe. */
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
    SummarySheet.write(new Sheet(summary, report), report);
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

  /** Such as {@code UTC+07:00}, and never what could be taken for a sum. */
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
        .text(Lines.of(placed.lines(), orders.amounts()::plain, MAX_TEXT))
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
}
