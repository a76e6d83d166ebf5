package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.application.reporting.SummaryFigure;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.EnumSet;
import java.util.Locale;

/** A report as a text table. */
final class ReportTable {

  private static final int BAR = 40;
  private static final EnumSet<SummaryFigure> IN_FIRST_LINE =
      EnumSet.range(SummaryFigure.ORDERS, SummaryFigure.IN_PROGRESS);

  private final StringBuilder out = new StringBuilder();
  private final Currency currency;

  private ReportTable(Currency currency) {
    this.currency = currency;
  }

  /** The table of a report in its JSON form. */
  static String of(JsonNode report) {
    var table = new ReportTable(Currency.getInstance(report.path("currency").asText()));
    table.head(report);
    table.summary(report.path("summary"));
    table.comparison(report.path("comparison"));
    table.hours(report.path("byHour"));
    table.lists(report);
    return table.out.toString().stripTrailing();
  }

  private void head(JsonNode report) {
    line(
        "%s (%s), %s, %s",
        report.path("merchantName").asText(),
        report.path("merchantId").asText(),
        report.path("date").asText(),
        report.path("timeZone").asText());
    line(
        "%s, complete to %s",
        report.path("final").asBoolean() ? "final" : "not final yet",
        report.path("completeTo").asText());
  }

  private void summary(JsonNode it) {
    title("Summary");
    line(
        "%-18s %,d (%,d delivered, %,d cancelled, %,d rejected, %,d in progress)",
        "orders",
        it.path("orders").asLong(),
        it.path("delivered").asLong(),
        it.path("cancelled").asLong(),
        it.path("rejected").asLong(),
        it.path("inProgress").asLong());
    for (SummaryFigure figure : EnumSet.complementOf(IN_FIRST_LINE)) {
      long value = it.path(figure.field()).asLong();
      String name = words(figure.field());
      if (figure.isMoney()) {
        line("%-18s %18s", name, money(value));
      } else {
        line("%-18s %,d", name, value);
      }
    }
  }

  private void comparison(JsonNode comparison) {
    title("Compared to");
    for (String day : new String[] {"previousDay", "sameDayLastWeek"}) {
      JsonNode it = comparison.path(day);
      line(
          "%-18s %18s gross of %,d orders on %s",
          words(day),
          money(it.path("grossSales").asLong()),
          it.path("orders").asLong(),
          it.path("date").asText());
    }
  }

  private void hours(JsonNode hours) {
    title("By hour");
    long most = 1;
    for (JsonNode hour : hours) {
      most = Math.max(most, hour.path("orders").asLong());
    }
    for (JsonNode hour : hours) {
      long orders = hour.path("orders").asLong();
      line(
          "%s %5d %18s %s",
          hour.path("hour").asText().substring(11, 16),
          orders,
          money(hour.path("grossSales").asLong()),
          "█".repeat((int) (orders * BAR / most)));
    }
  }

  private void lists(JsonNode report) {
    title("Top items");
    for (JsonNode item : report.path("topItems")) {
      row(item.path("name"), item.path("quantity"), item.path("grossSales"));
    }
    title("Payment methods");
    for (JsonNode payment : report.path("byPaymentMethod")) {
      row(payment.path("paymentMethod"), payment.path("orders"), payment.path("grossSales"));
    }
    title("Cancelled or rejected");
    for (JsonNode cancellation : report.path("cancellations")) {
      line("%-30s %7d", cancellation.path("reason").asText(), cancellation.path("orders").asLong());
    }
    JsonNode preparation = report.path("preparation");
    title("Preparation");
    line(
        "median %d s, nine of ten within %d s, over %,d orders",
        preparation.path("medianSeconds").asLong(),
        preparation.path("p90Seconds").asLong(),
        preparation.path("orders").asLong());
  }

  private void row(JsonNode name, JsonNode count, JsonNode sales) {
    line("%-30s %7d %18s", name.asText(), count.asLong(), money(sales.asLong()));
  }

  private void title(String text) {
    line("");
    line("%s", text);
  }

  private void line(String format, Object... values) {
    out.append(format.formatted(values)).append('\n');
  }

  private String money(long minorUnits) {
    int digits = Math.max(currency.getDefaultFractionDigits(), 0);
    return "%s %,.{d}f"
        .replace("{d}", String.valueOf(digits))
        .formatted(currency.getCurrencyCode(), BigDecimal.valueOf(minorUnits, digits));
  }

  private static String words(String field) {
    return field.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
