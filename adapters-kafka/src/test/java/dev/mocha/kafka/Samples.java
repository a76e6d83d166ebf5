package dev.mocha.kafka;

import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event of each type. */
public final class Samples {

  public static final OrderId ORDER = new OrderId("o-1");
  public static final MerchantId MERCHANT = new MerchantId("m-1");
  public static final Instant AT = Instant.parse("2018-07-26T05:12:33.123456Z");
  public static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  public static final MerchantTerms TERMS =
      new MerchantTerms(
          "Warung Sari",
          ZoneId.of("Asia/Jakarta"),
          LocalTime.of(4, 0),
          Currency.getInstance("IDR"),
          2_000);

  public static final OrderPlaced PLACED = placed(ORDER, "no cutlery 🙏");
  public static final OrderAccepted ACCEPTED = new OrderAccepted(ORDER, MERCHANT, DAY, AT);
  public static final OrderRejected REJECTED =
      new OrderRejected(ORDER, MERCHANT, DAY, AT, "OUT_OF_STOCK");
  public static final OrderReady READY = new OrderReady(ORDER, MERCHANT, DAY, AT);
  public static final OrderPickedUp PICKED_UP = new OrderPickedUp(ORDER, MERCHANT, DAY, AT);
  public static final OrderDelivered DELIVERED = new OrderDelivered(ORDER, MERCHANT, DAY, AT);
  public static final OrderCancelled CANCELLED =
      new OrderCancelled(ORDER, MERCHANT, DAY, AT, "customer", null);
  public static final OrderRefunded REFUNDED =
      new OrderRefunded(ORDER, MERCHANT, DAY, AT, 20_000, "COLD");
  public static final MerchantRegistered REGISTERED = new MerchantRegistered(MERCHANT, AT, TERMS);
  public static final MerchantChanged CHANGED = new MerchantChanged(MERCHANT, AT, TERMS);

  /** {@link #PLACED} as revision 1 had it. */
  public static final String PLACED_1 =
      """
      {"orderId":"o-1","merchantId":"m-1","businessDate":"2018-07-26",\
      "at":"2018-07-26T05:12:33.123456Z","timeZone":"Asia/Jakarta","currency":"IDR",\
      "orderNumber":"F-1","customerId":"c-9","paymentMethod":"GOPAY","lines":[{"sku":"ng",\
      "name":"Nasi Goreng","quantity":2,"unitPrice":25000,"note":"pedas"},{"sku":"et",\
      "name":"Es Teh","quantity":1,"unitPrice":5000,"note":null}],"discount":5000,\
      "deliveryFee":8000,"tax":1100,"commission":10000,"note":"no cutlery 🙏"}\
      """;

  private Samples() {}

  public static OrderPlaced placed(OrderId orderId, @Nullable String note) {
    return new OrderPlaced(
        orderId,
        MERCHANT,
        DAY,
        AT,
        TERMS.timeZone(),
        TERMS.currency(),
        "F-1",
        "c-9",
        "GOPAY",
        List.of(
            new OrderLine("ng", "Nasi Goreng", 2, 25_000, "pedas"),
            new OrderLine("et", "Es Teh", 1, 5_000, null)),
        55_000,
        5_000,
        8_000,
        1_100,
        10_000,
        note);
  }
}
