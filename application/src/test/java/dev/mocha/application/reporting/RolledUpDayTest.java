package dev.mocha.application.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Preparation;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.application.reporting.DailyReport.Trend;
import dev.mocha.application.reporting.DailyReport.TrendDay;
import dev.mocha.application.reporting.RolledUpDay.InCurrency;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolledUpDayTest {

  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final Instant NOON = Instant.parse("2018-07-26T12:00:00Z");
  private static final TrendDay NOTHING = new TrendDay(DAY, 0, 0, 0);

  private static DailyReport report(
      String merchant,
      String currency,
      Instant completeTo,
      DayTotals totals,
      List<Payment> payments,
      List<Cancellation> cancellations) {
    return DailyReport.of(
        new MerchantId(merchant),
        new Merchant(
            List.of(
                new Agreement(
                    Instant.EPOCH,
                    new MerchantTerms(
                        merchant,
                        ZoneId.of("UTC"),
                        LocalTime.MIDNIGHT,
                        Currency.getInstance(currency),
                        0)))),
        DAY,
        completeTo,
        totals,
        List.of(new Refund(NOON, totals.ordersIn(OrderStatus.DELIVERED))),
        new ReportBreakdown(
            List.of(), payments, List.of(), cancellations, new Preparation(0, 0, 0)),
        new Trend(NOTHING, NOTHING),
        OrderPage.NONE);
  }

  private static DayTotals totals(long delivered, long sales, Instant first, Instant last) {
    return new DayTotals(
        Map.of(OrderStatus.DELIVERED, delivered), 3, sales, 10, 20, 30, 5, 7, first, last);
  }

  @Test
  void amounts_are_added_within_a_currency_only() {
    DailyReport sari =
        report(
            "m-2",
            "IDR",
            NOON.plusSeconds(1),
            totals(1, 100, NOON.minusSeconds(9), NOON),
            List.of(new Payment("OVO", 1, 100)),
            List.of(new Cancellation("CLOSED", 1)));
    DailyReport joko =
        report(
            "m-1",
            "IDR",
            NOON,
            totals(2, 101, NOON.minusSeconds(5), NOON.plusSeconds(3)),
            List.of(new Payment("CASH", 1, 50), new Payment("OVO", 1, 51)),
            List.of(new Cancellation("BUSY", 1), new Cancellation("CLOSED", 2)));
    DailyReport sommai = report("m-3", "THB", NOON, DayTotals.ZERO, List.of(), List.of());

    RolledUpDay day = RolledUpDay.of(DAY, List.of(sommai, sari, joko));

    assertThat(day.completeTo()).isEqualTo(NOON);
    assertThat(day.isFinal()).isFalse();
    assertThat(day.currencies())
        .extracting(it -> it.currency().getCurrencyCode())
        .containsExactly("IDR", "THB");
    InCurrency rupiah = day.currencies().getFirst();
    assertThat(rupiah.summary())
        .isEqualTo(
            new Summary(
                3,
                3,
                0,
                0,
                0,
                6,
                201,
                20,
                40,
                60,
                10,
                3,
                14,
                171,
                157,
                67,
                NOON.minusSeconds(9),
                NOON.plusSeconds(3)));
    assertThat(rupiah.byPaymentMethod())
        .containsExactly(new Payment("OVO", 2, 151), new Payment("CASH", 1, 50));
    assertThat(rupiah.cancellations())
        .containsExactly(new Cancellation("CLOSED", 3), new Cancellation("BUSY", 1));
    assertThat(rupiah.merchants())
        .extracting(it -> it.merchantId().value(), it -> it.summary().grossSales())
        .containsExactly(tuple("m-1", 101L), tuple("m-2", 100L));
    assertThat(day.currencies().getLast().summary()).isEqualTo(DayTotals.ZERO.summary(0));
  }

  @Test
  void it_is_final_when_every_day_in_it_is() {
    Instant after = Instant.parse("2018-07-27T00:00:00Z");
    DailyReport ended = report("m-1", "IDR", after, DayTotals.ZERO, List.of(), List.of());

    assertThat(RolledUpDay.of(DAY, List.of(ended)).isFinal()).isTrue();
    assertThat(
            RolledUpDay.of(
                    DAY,
                    List.of(
                        ended,
                        report(
                            "m-2",
                            "IDR",
                            after.minusSeconds(1),
                            DayTotals.ZERO,
                            List.of(),
                            List.of())))
                .isFinal())
        .isFalse();
  }

  @Test
  void a_sum_that_does_not_fit_into_a_long_is_an_error() {
    DailyReport most =
        report("m-1", "IDR", NOON, totals(1, Long.MAX_VALUE, NOON, NOON), List.of(), List.of());
    DailyReport one = report("m-2", "IDR", NOON, totals(1, 1, NOON, NOON), List.of(), List.of());

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> RolledUpDay.of(DAY, List.of(most, one)));
  }
}
