package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.SummaryFigure;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** The rows of the sheets as they are read, and as they should be, without empty cells. */
final class SheetCells {

  private SheetCells() {}

  /** Texts, numbers, times to the millisecond and flags, each by its type and format. */
  static List<Object> of(Row row) {
    return row.stream()
        .filter(it -> it != null && it.getValue() != null)
        .map(SheetCells::of)
        .toList();
  }

  private static Object of(Cell cell) {
    String format = cell.getDataFormatString();
    return switch (cell.getType()) {
      case STRING -> cell.asString();
      case BOOLEAN -> cell.asBoolean();
      case NUMBER ->
          format != null && format.startsWith("yyyy")
              ? cell.asDate().plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS)
              : List.of(String.valueOf(format), cell.asNumber());
      case FORMULA, ERROR, EMPTY -> throw new AssertionError("a cell of " + cell.getType());
    };
  }

  static List<List<Object>> expected(DailyReport report) {
    var rows = new ArrayList<List<Object>>();
    ZoneId zone = report.timeZone();
    rows.add(List.of("Daily order report"));
    rows.add(List.of("Merchant", report.merchantName()));
    rows.add(List.of("Merchant id", report.merchantId().value()));
    rows.add(List.of("Date", date(report.date())));
    rows.add(List.of("Time zone", zone.getId()));
    rows.add(List.of("Currency", report.currency().getCurrencyCode()));
    rows.add(row("Day start", time(report.dayStart(), zone)));
    rows.add(row("Day end", time(report.dayEnd(), zone)));
    rows.add(row("Complete to", time(report.completeTo(), zone)));
    rows.add(List.of("Final", report.isFinal()));
    summary(report, rows);
    rows.add(List.of("Status", "Orders"));
    for (OrderStatus status : OrderStatus.values()) {
      rows.add(List.of(status.name(), count(report.byStatus().getOrDefault(status, 0L))));
    }
    rows.add(List.of("Hour", "UTC offset", "Orders", "Gross sales"));
    for (var it : report.byHour()) {
      rows.add(
          List.of(
              it.hour().toLocalDateTime(),
              offset(it.hour().getOffset()),
              count(it.orders()),
              money(report, it.grossSales())));
    }
    rows.add(List.of("Payment method", "Orders", "Gross sales"));
    for (var it : report.byPaymentMethod()) {
      rows.add(
          List.of(
              FormulaEscape.cell(it.paymentMethod()),
              count(it.orders()),
              money(report, it.grossSales())));
    }
    rows.add(List.of("Top item", "Quantity", "Gross sales"));
    for (var it : report.topItems()) {
      rows.add(
          List.of(
              FormulaEscape.cell(it.name()), count(it.quantity()), money(report, it.grossSales())));
    }
    rows.add(List.of("Cancelled or rejected", "Orders"));
    for (var it : report.cancellations()) {
      rows.add(List.of(FormulaEscape.cell(it.reason()), count(it.orders())));
    }
    rows.add(List.of("Preparation"));
    rows.add(List.of("Orders", count(report.preparation().orders())));
    rows.add(List.of("Median seconds", count(report.preparation().medianSeconds())));
    rows.add(List.of("90th percentile seconds", count(report.preparation().p90Seconds())));
    rows.add(List.of("Compared to", "Date", "Orders", "Gross sales", "Net payout"));
    rows.add(compared("Previous day", report, report.comparison().previousDay()));
    rows.add(compared("Same day last week", report, report.comparison().sameDayLastWeek()));
    return rows;
  }

  private static void summary(DailyReport report, List<List<Object>> rows) {
    Summary it = report.summary();
    rows.add(List.of("Summary"));
    for (SummaryFigure figure : SummaryFigure.values()) {
      long value = figure.of(it);
      rows.add(List.of(figure.label(), figure.isMoney() ? money(report, value) : count(value)));
    }
    rows.add(row("First order at", time(it.firstOrderAt(), report.timeZone())));
    rows.add(row("Last order at", time(it.lastOrderAt(), report.timeZone())));
  }

  static List<Object> expected(PlacedOrder order) {
    OrderPlaced placed = order.placed();
    ZoneId zone = placed.timeZone();
    Currency currency = placed.currency();
    return row(
        placed.orderNumber(),
        time(placed.at(), zone),
        offset(zone.getRules().getOffset(placed.at())),
        order.status().name(),
        FormulaEscape.cell(placed.paymentMethod()),
        FileFormats.lines(placed.lines(), it -> major(currency, it).toPlainString()),
        money(currency, placed.itemsTotal()),
        money(currency, placed.discount()),
        money(currency, placed.deliveryFee()),
        money(currency, placed.tax()),
        money(currency, placed.commission()),
        money(currency, order.refunded()),
        time(order.acceptedAt(), zone),
        time(order.readyAt(), zone),
        time(order.pickedUpAt(), zone),
        time(order.deliveredAt(), zone),
        time(order.rejectedAt(), zone),
        time(order.cancelledAt(), zone),
        order.cancelledBy(),
        order.reason() == null ? null : FormulaEscape.cell(order.reason()),
        placed.note() == null ? null : FormulaEscape.cell(placed.note()),
        placed.customerId(),
        placed.orderId().value());
  }

  private static List<Object> compared(String label, DailyReport report, TrendDay it) {
    return List.of(
        label,
        date(it.date()),
        count(it.orders()),
        money(report, it.grossSales()),
        money(report, it.netPayout()));
  }

  private static List<Object> row(@Nullable Object... cells) {
    return Arrays.stream(cells).<Object>flatMap(Stream::ofNullable).toList();
  }

  private static @Nullable Object time(@Nullable Instant instant, ZoneId zone) {
    if (instant == null) {
      return null;
    }
    LocalDateTime time = LocalDateTime.ofInstant(instant, zone);
    return time.getYear() < 1900 ? time.toString() : time.truncatedTo(ChronoUnit.MILLIS);
  }

  private static Object date(LocalDate date) {
    return date.getYear() < 1900 ? date.toString() : date.atStartOfDay();
  }

  private static Object count(long count) {
    return List.of("#,##0", BigDecimal.valueOf(count));
  }

  private static Object money(DailyReport report, long minorUnits) {
    return money(report.currency(), minorUnits);
  }

  private static Object money(Currency currency, long minorUnits) {
    String format =
        switch (currency.getDefaultFractionDigits()) {
          case 0 -> "#,##0";
          case 2 -> "#,##0.00";
          default -> "#,##0.000";
        };
    return List.of(format, major(currency, minorUnits));
  }

  private static BigDecimal major(Currency currency, long minorUnits) {
    return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
  }

  private static String offset(ZoneOffset offset) {
    return "UTC" + offset;
  }
}
