package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.OtherDay;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.domain.ordering.OrderStatus;
import java.io.IOException;

/** Everything of a report but its orders, section after section with an empty row between. */
final class SummarySheet {

  private final Sheet sheet;
  private final DailyReport report;

  private SummarySheet(Sheet sheet, DailyReport report) {
    this.sheet = sheet;
    this.report = report;
  }

  static void write(Sheet sheet, DailyReport report) throws IOException {
    var summary = new SummarySheet(sheet, report);
    summary.head();
    summary.figures();
    summary.counts();
    summary.lists();
    summary.comparison();
  }

  private void head() throws IOException {
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

  private void figures() throws IOException {
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

  private void counts() throws IOException {
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

  private void lists() throws IOException {
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

  private void comparison() throws IOException {
    sheet.headings("Compared to", "Date", "Orders", "Gross sales", "Net payout");
    compared("Previous day", report.comparison().previousDay());
    compared("Same day last week", report.comparison().sameDayLastWeek());
  }

  private void compared(String label, OtherDay it) throws IOException {
    sheet
        .text(label)
        .date(it.date())
        .count(it.orders())
        .money(it.grossSales())
        .money(it.netPayout())
        .next();
  }
}
