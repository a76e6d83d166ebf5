package dev.mocha.http.reporting;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Preparation;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.Trend;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent.OrderAccepted;
import dev.mocha.domain.ordering.OrderEvent.OrderDelivered;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A report with something in every field, and its expected form. */
public final class SampleReport {

  static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  static final Instant AT = Instant.parse("2018-07-26T05:12:33.123456Z");
  static final OrderCursor NEXT = new OrderCursor(AT, new OrderId("o-1"));

  static final String ORDER_JSON =
      """
      {"orderId":"o-1","orderNumber":"F-1","placedAt":"2018-07-26T05:12:33.123456Z",\
      "acceptedAt":"2018-07-26T05:12:34Z","readyAt":null,"pickedUpAt":null,\
      "deliveredAt":"2018-07-26T05:13:00.500Z","rejectedAt":null,"cancelledAt":null,\
      "cancelledBy":null,"reason":null,"status":"DELIVERED","paymentMethod":"GOPAY",\
      "customerId":"c-9","lines":[{"sku":"ng","name":"Nasi Goreng","quantity":2,\
      "unitPrice":25000,"note":"pedas"}],"itemsTotal":50000,"discount":5000,"deliveryFee":8000,\
      "tax":1100,"commission":9000,"refunded":0,"note":null}\
      """;

  private SampleReport() {}

  public static DailyReport of(String merchantId) {
    return of(merchantId, false);
  }

  /** The same of a day that is over. */
  public static DailyReport ended(String merchantId) {
    return of(merchantId, true);
  }

  /** The same of a merchant with another name. */
  static DailyReport named(String merchantId, String name) {
    return of(merchantId, name, true);
  }

  private static DailyReport of(String merchantId, boolean ended) {
    return of(merchantId, "Warung Sari", ended);
  }

  private static DailyReport of(String merchantId, String name, boolean ended) {
    var merchant = new MerchantId(merchantId);
    PlacedOrder order = order(merchant);
    return new DailyReport(
        merchant,
        name,
        DAY,
        ZoneId.of("Asia/Jakarta"),
        Currency.getInstance("IDR"),
        Instant.parse("2018-07-25T21:00:00Z"),
        Instant.parse("2018-07-26T21:00:00Z"),
        Instant.parse("2018-07-26T14:03:07.25Z"),
        ended,
        new Summary(
            2, 1, 0, 0, 1, 2, 50_000, 5_000, 1_100, 8_000, 0, 700, 9_000, 45_000, 36_000, 50_000,
            AT, null),
        Map.of(OrderStatus.DELIVERED, 1L, OrderStatus.PLACED, 1L),
        List.of(new Hour(OffsetDateTime.parse("2018-07-26T12:00:00+07:00"), 2, 50_000)),
        List.of(new Payment("GOPAY", 2, 50_000)),
        List.of(new Item("Nasi Goreng", 2, 50_000)),
        List.of(new Cancellation("OUT_OF_STOCK", 1)),
        new Preparation(1, 300, 600),
        new Trend(
            new TrendDay(DAY.minusDays(1), 3, 4, -5), new TrendDay(DAY.minusDays(7), 0, 0, 0)),
        new OrderPage(List.of(order), NEXT));
  }

  static String json(String merchantId, String cursor) {
    return """
    {"merchantId":"%s","merchantName":"Warung Sari","date":"2018-07-26",
     "timeZone":"Asia/Jakarta","currency":"IDR",
     "dayStart":"2018-07-25T21:00:00Z","dayEnd":"2018-07-26T21:00:00Z",
     "completeTo":"2018-07-26T14:03:07.250Z","final":false,
     "summary":%s,
     "byStatus":{"PLACED":1,"DELIVERED":1},
     "byHour":[{"hour":"2018-07-26T12:00:00+07:00","orders":2,"grossSales":50000}],
     "byPaymentMethod":[{"paymentMethod":"GOPAY","orders":2,"grossSales":50000}],
     "topItems":[{"name":"Nasi Goreng","quantity":2,"grossSales":50000}],
     "cancellations":[{"reason":"OUT_OF_STOCK","orders":1}],
     "preparation":{"orders":1,"medianSeconds":300,"p90Seconds":600},
     "comparison":{"previousDay":{"date":"2018-07-25","orders":3,"grossSales":4,"netPayout":-5},
                   "sameDayLastWeek":{"date":"2018-07-19","orders":0,"grossSales":0,"netPayout":0}},
     "orders":{"items":[%s],"next":"%s"}}
    """
        .formatted(merchantId, summaryJson(1), ORDER_JSON, cursor);
  }

  /**
   * The summary of so many reports.
   *
   * @param reports how many times the sums count
   */
  static String summaryJson(long reports) {
    return """
    {"orders":%d,"delivered":%d,"cancelled":0,"rejected":0,"inProgress":%d,"items":%d,
     "grossSales":%d,"discounts":%d,"taxes":%d,"deliveryFees":%d,"refunds":0,
     "refundsProcessed":%d,"commission":%d,"netSales":%d,"netPayout":%d,
     "averageOrderValue":50000,
     "firstOrderAt":"2018-07-26T05:12:33.123456Z","lastOrderAt":null}
    """
        .formatted(
            LongStream.of(2, 1, 1, 2, 50_000, 5_000, 1_100, 8_000, 700, 9_000, 45_000, 36_000)
                .map(it -> it * reports)
                .boxed()
                .toArray());
  }

  private static PlacedOrder order(MerchantId merchant) {
    var id = new OrderId("o-1");
    return PlacedOrder.of(
            new OrderPlaced(
                id,
                merchant,
                DAY,
                AT,
                ZoneId.of("Asia/Jakarta"),
                Currency.getInstance("IDR"),
                "F-1",
                "c-9",
                "GOPAY",
                List.of(new OrderLine("ng", "Nasi Goreng", 2, 25_000, "pedas")),
                50_000,
                5_000,
                8_000,
                1_100,
                9_000,
                null))
        .after(new OrderAccepted(id, merchant, DAY, Instant.parse("2018-07-26T05:12:34Z")))
        .after(new OrderDelivered(id, merchant, DAY, Instant.parse("2018-07-26T05:13:00.5Z")));
  }
}
