package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.TERMS;
import static dev.mocha.postgres.AnOrder.order;
import static dev.mocha.postgres.AnOrder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.reporting.SealedDays.Portion;
import dev.mocha.application.reporting.SealedReport;
import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.postgres.AnOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedDaysTest {

  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final Instant END = Instant.parse("2018-07-26T21:00:00Z");
  private static final AnOrder SOLD = order("o-1").delivered(1);

  /** Everything that a report contains but the moment to which it is complete. */
  private static final ReportEncoder FORM =
      report ->
          report
              .toString()
              .replace("completeTo=" + report.completeTo(), "")
              .getBytes(StandardCharsets.UTF_8);

  @AutoClose private final ReportedOrders orders = new ReportedOrders();
  private final SealedDaysTable seals = orders.seals();
  private final LiveDailyReports live = orders.live();

  private void register(MerchantTerms terms) {
    orders.agree(new MerchantRegistered(MERCHANT, Instant.EPOCH, terms), 0);
  }

  /** The days around the day, sold on, and over. */
  private void soldAndOver() {
    register(TERMS);
    orders.happen(
        SOLD,
        order("before").at("2018-07-25T05:00:00Z").delivered(1),
        order("week-before").at("2018-07-19T05:00:00Z").delivered(1));
    orders.readTo(0, END);
  }

  /** How many days were sealed until none was due. */
  private int sealAll() {
    int sealed = 0;
    for (int rounds = 0; rounds < 50; rounds++) {
      Portion portion = seals.seal(2, FORM);
      if (portion.checked() == 0) {
        return sealed;
      }
      sealed += portion.sealed();
    }
    throw new AssertionError("days are due again and again");
  }

  private @Nullable String sealed(LocalDate date) {
    return live.sealed(MERCHANT, date)
        .map(it -> new String(it.document(), StandardCharsets.UTF_8))
        .orElse(null);
  }

  private DailyReport report(LocalDate date) {
    return live.find(MERCHANT, date, OrderQuery.first(ReportEncoder.FIRST_ORDERS)).orElseThrow();
  }

  private String reported(LocalDate date) {
    return new String(FORM.document(report(date)), StandardCharsets.UTF_8);
  }

  @Test
  void a_final_day_is_sealed_as_reported_and_has_the_current_complete_to() {
    soldAndOver();
    assertThat(sealed(DAY)).isNull();
    assertThat(seals.due()).isEqualTo(3);

    assertThat(sealAll()).isEqualTo(3);
    assertThat(seals.due()).isZero();

    assertThat(sealed(DAY)).isEqualTo(reported(DAY)).contains("isFinal=true", "grossSales=10000");
    assertThat(live.sealed(MERCHANT, DAY).map(SealedReport::completeTo)).contains(END);
    orders.readTo(0, END.plusSeconds(5));
    assertThat(live.sealed(MERCHANT, DAY).map(SealedReport::completeTo))
        .contains(END.plusSeconds(5));
    assertThat(sealAll()).isZero();
  }

  @Test
  void a_day_that_is_not_over_or_has_an_open_order_is_not_sealed() {
    register(TERMS);
    orders.happen(SOLD, order("open").at("2018-07-25T05:00:00Z"));
    orders.readTo(0, END.minusNanos(1_000));

    assertThat(sealAll()).isZero();
    assertThat(seals.due()).isZero();
    assertThat(seals.seal(10, FORM)).isEqualTo(Portion.NONE);

    orders.readTo(0, END);
    assertThat(seals.due()).isEqualTo(1);
    assertThat(sealAll()).isEqualTo(1);
    assertThat(sealed(DAY)).isEqualTo(reported(DAY));
    assertThat(sealed(DAY.minusDays(1))).isNull();

    orders.happen(order("open").at("2018-07-25T05:00:00Z").rejected(1, null));
    assertThat(sealed(DAY)).isNull();
    assertThat(sealAll()).isEqualTo(2);
    assertThat(sealed(DAY)).isEqualTo(reported(DAY));
    assertThat(sealed(DAY.minusDays(1))).isEqualTo(reported(DAY.minusDays(1)));
  }

  /** What changes a report of a day that was sealed. */
  enum Change {
    REFUND(it -> it.happen(order("o-1").delivered(1).refunded(2, 500))),
    REFUND_OF_THE_DAY_BEFORE(
        it -> it.happen(order("before").at("2018-07-25T05:00:00Z").delivered(1).refunded(2, 500))),
    REFUND_OF_THE_WEEK_BEFORE(
        it ->
            it.happen(
                order("week-before").at("2018-07-19T05:00:00Z").delivered(1).refunded(2, 500))),
    REFUND_MADE_ON_THE_DAY(
        it ->
            it.happen(
                order("long-before")
                    .at("2018-07-01T05:00:00Z")
                    .delivered(1)
                    .refunded(2_160_000_000L, 500))),
    LATE_ORDER(it -> it.happen(order("o-2").delivered(1))),
    NAME(
        it ->
            it.agree(
                new MerchantChanged(
                    MERCHANT,
                    END,
                    new MerchantTerms(
                        "Warung Baru",
                        TERMS.timeZone(),
                        TERMS.dayCutoff(),
                        TERMS.currency(),
                        TERMS.commissionBps())),
                1));

    private final Consumer<ReportedOrders> happening;

    Change(Consumer<ReportedOrders> happening) {
      this.happening = happening;
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_seal_is_invalid_once_anything_in_it_has_changed_and_the_day_is_sealed_again(
      Change change) {
    soldAndOver();
    sealAll();
    String before = sealed(DAY);

    change.happening.accept(orders);
    assertThat(sealed(DAY)).isNull();
    assertThat(reported(DAY)).isNotEqualTo(before);

    assertThat(sealAll()).isPositive();
    assertThat(sealed(DAY)).isEqualTo(reported(DAY));
    for (LocalDate other : List.of(DAY.minusDays(1), DAY.minusDays(7))) {
      assertThat(sealed(other)).isEqualTo(reported(other));
    }
  }

  @Test
  void the_first_order_of_an_earlier_day_counts_as_a_change() {
    register(TERMS);
    orders.happen(SOLD);
    orders.readTo(0, END);
    sealAll();

    orders.happen(order("before").at("2018-07-25T05:00:00Z").delivered(1));

    assertThat(sealed(DAY)).isNull();
    sealAll();
    assertThat(sealed(DAY)).isEqualTo(reported(DAY));
  }

  @Test
  void a_dead_letter_of_the_merchant_makes_the_seal_invalid_and_stops_sealing() {
    soldAndOver();
    sealAll();
    orders.happen(order("next").at("2018-07-27T05:00:00Z").delivered(1));
    orders.readTo(0, END.plusSeconds(86_400));
    orders.park("someone-else", Instant.EPOCH);
    orders.park(MERCHANT.value(), END.minusSeconds(1));

    assertThat(sealed(DAY)).isNull();
    assertThat(report(DAY).isFinal()).isFalse();
    assertThat(sealed(DAY.minusDays(1))).isNotNull();
    assertThat(sealAll()).isZero();
    assertThat(seals.due()).isZero();

    orders.settleAll();
    assertThat(sealed(DAY)).isEqualTo(reported(DAY));
    assertThat(seals.due()).isEqualTo(1);
    assertThat(sealAll()).isEqualTo(1);
    assertThat(sealed(DAY.plusDays(1))).isEqualTo(reported(DAY.plusDays(1)));
  }

  @Test
  void seals_belong_to_the_live_generation() {
    soldAndOver();
    sealAll();
    orders.make("report_g2");

    orders.promote("report_g2");
    assertThat(sealed(DAY)).isNull();

    orders.promote("report_g1");
    assertThat(sealed(DAY)).isEqualTo(reported(DAY));
  }

  @Test
  void days_of_an_unknown_merchant_wait_for_its_terms() {
    orders.happen(SOLD);
    orders.readTo(0, END);
    assertThat(sealAll()).isZero();

    register(TERMS);

    assertThat(sealAll()).isEqualTo(1);
    assertThat(sealed(DAY)).isEqualTo(reported(DAY));
  }

  @Test
  void the_most_recent_days_are_sealed_first() {
    register(TERMS);
    orders.happen(SOLD, order("before").at("2018-07-25T05:00:00Z").delivered(1));
    orders.readTo(0, END.minusSeconds(1));
    sealAll();
    orders.happen(order("before").at("2018-07-25T05:00:00Z").delivered(1).refunded(2, 1));
    orders.readTo(0, END);

    assertThat(seals.seal(1, FORM)).isEqualTo(new Portion(1, 1));
    assertThat(sealed(DAY)).isNotNull();
    assertThat(seals.seal(1, FORM)).isEqualTo(new Portion(1, 1));
    assertThat(sealed(DAY.minusDays(1))).isNotNull();
  }

  @Test
  void one_process_seals_at_a_time_and_skips_rows_that_are_being_written() {
    soldAndOver();

    orders.whileWriting(
        "SELECT pg_advisory_xact_lock(hashtext('mocha seals'))",
        () -> assertThat(seals.seal(10, FORM)).isEqualTo(Portion.NONE));
    orders.whileWriting(
        """
        UPDATE report_g1.days SET seal_due = true
        WHERE business_date = '2018-07-26' RETURNING checksum
        """,
        () -> assertThat(seals.seal(10, FORM)).isEqualTo(new Portion(3, 3)));

    assertThat(seals.seal(10, FORM)).isEqualTo(new Portion(1, 1));
    assertThat(seals.seal(10, FORM)).isEqualTo(Portion.NONE);
  }

  @Test
  void a_day_of_25_hours_is_sealed_when_it_is_over() {
    MerchantTerms newYork = terms("America/New_York", "04:00");
    LocalDate day = LocalDate.of(2018, 11, 3);
    register(newYork);
    orders.happen(order("o-1").under(newYork).at("2018-11-04T08:59:59Z").delivered(1));
    orders.readTo(0, Instant.parse("2018-11-04T08:59:59.999999Z"));
    assertThat(sealAll()).isZero();

    orders.readTo(0, Instant.parse("2018-11-04T09:00:00Z"));

    assertThat(sealAll()).isEqualTo(1);
    assertThat(sealed(day)).isEqualTo(reported(day));
  }
}
