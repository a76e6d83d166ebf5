package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReport.Trend;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportBreakdown;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.Money;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderAccepted;
import dev.mocha.domain.ordering.OrderEvent.OrderCancelled;
import dev.mocha.domain.ordering.OrderEvent.OrderDelivered;
import dev.mocha.domain.ordering.OrderEvent.OrderPickedUp;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderEvent.OrderReady;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import dev.mocha.domain.ordering.OrderEvent.OrderRejected;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A day of made-up orders, spread over its hours, and the report that follows from them. */
record SampleDay(
    MerchantId merchantId, MerchantTerms terms, LocalDate date, int orders, List<String> names) {

  /** Names that fonts, spreadsheets and separated values stumble over. */
  static final List<String> ODD_NAMES =
      List.of(
          "Nasi Goreng",
          "ไก่ทอดกระเทียมพริกไทย",
          "شاورما دجاج بالثوم",
          "鸡肉炒饭",
          "お好み焼き 한국어",
          "पनीर टिक्का मसाला",
          "Mie Ayam 🍜🍚",
          "=HYPERLINK(\"http://x\";\"y\")",
          "\"quoted\", and\r\n-broken; =1+1",
          "@SUM(A1) ＝1 \uE000 \u00A0",
          " +62 812");

  static SampleDay of(String merchant, String zone, String currency, String date, int orders) {
    return new SampleDay(
        new MerchantId(merchant),
        new MerchantTerms(
            "Warung Sari ไก่ 🍚",
            ZoneId.of(zone),
            LocalTime.MIDNIGHT,
            Currency.getInstance(currency),
            2_000),
        LocalDate.parse(date),
        orders,
        ODD_NAMES);
  }

  /** The report without orders. */
  DailyReport report() {
    var summary = new DaySummary();
    each(order -> summary.change(null, new OrderRow(order, 0)));
    var merchant = new Merchant(List.of(new Agreement(Instant.EPOCH, terms)));
    return DailyReport.of(
        merchantId,
        merchant,
        date,
        terms.calendar().end(date).plusMillis(1_250),
        summary.totals(),
        List.of(new Refund(terms.calendar().start(date), 4_321)),
        ReportBreakdown.of(summary.breakdown(), terms.timeZone()),
        new Trend(
            new TrendDay(date.minusDays(1), 12, 1_234_567, -5),
            new TrendDay(date.minusDays(7), 0, 0, 0)),
        OrderPage.NONE);
  }

  /** The report with every order. */
  DailyReport whole() {
    return report()
        .with(new OrderPage(IntStream.range(0, orders).mapToObj(this::order).toList(), null));
  }

  void each(Consumer<PlacedOrder> action) {
    for (int i = 0; i < orders; i++) {
      action.accept(order(i));
    }
  }

  private PlacedOrder order(int i) {
    Instant start = terms.calendar().start(date);
    Duration day = Duration.between(start, terms.calendar().end(date));
    Instant at =
        start
            .plus(day.multipliedBy(2L * i + 1).dividedBy(2L * orders))
            .truncatedTo(ChronoUnit.MICROS);
    var id = new OrderId("o-%06d".formatted(i));
    List<OrderLine> lines =
        IntStream.rangeClosed(0, i % 3)
            .mapToObj(
                it ->
                    new OrderLine(
                        "sku-" + it,
                        names.get((i + it) % names.size()),
                        1 + i % 4,
                        1_500L + 250L * (i % 7),
                        it == 1 ? names.get((i + 5) % names.size()) : null))
            .toList();
    long total = OrderLine.total(lines);
    long discount = i % 5 == 0 ? 500 : 0;
    PlacedOrder order =
        PlacedOrder.of(
            new OrderPlaced(
                id,
                merchantId,
                date,
                at,
                terms.timeZone(),
                terms.currency(),
                "F-" + i,
                "c-" + i % 100,
                List.of("GOPAY", "CASH", "OVO", "-CARD").get(i % 4),
                lines,
                total,
                discount,
                800,
                110,
                Money.share(total - discount, terms.commissionBps()),
                i % 6 == 0 ? names.get((i / 6) % names.size()) : null));
    for (OrderEvent event : history(i, id, at)) {
      order = order.after(event);
    }
    return order;
  }

  private List<OrderEvent> history(int i, OrderId id, Instant at) {
    var accepted = new OrderAccepted(id, merchantId, date, at.plusSeconds(30));
    return switch (i % 10) {
      case 0 -> List.of(new OrderRejected(id, merchantId, date, at.plusSeconds(5), "=CLOSED"));
      case 1 ->
          List.of(
              accepted,
              new OrderCancelled(id, merchantId, date, at.plusSeconds(60), "customer", null));
      case 2 -> List.of(accepted);
      default ->
          Stream.<OrderEvent>concat(
                  Stream.of(
                      accepted,
                      new OrderReady(id, merchantId, date, at.plusSeconds(330 + i % 60)),
                      new OrderPickedUp(id, merchantId, date, at.plusSeconds(600)),
                      new OrderDelivered(id, merchantId, date, at.plusSeconds(1_500))),
                  i % 7 == 0
                      ? Stream.of(
                          new OrderRefunded(id, merchantId, date, at.plusSeconds(9_000), 700, "x"))
                      : Stream.of())
              .toList();
    };
  }
}
