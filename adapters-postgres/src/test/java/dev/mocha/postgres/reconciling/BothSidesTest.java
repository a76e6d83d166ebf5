package dev.mocha.postgres.reconciling;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.TERMS;
import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.OperationalDays.OperationalSnapshot;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.application.reconciling.ReportDays.ReportSnapshot;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.reporting.ReportedOrders;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same orders, read from both sides. */
class BothSidesTest {

  private static final LocalDate DAY = LocalDate.of(2018, 7, 26);
  private static final MerchantId STRANGER = new MerchantId("stranger");
  private static final AnOrder REFUNDED =
      order("o-1").line("Sate", 2, 900).note("hot").delivered(1_000).refunded(5_000, 7);
  private static final AnOrder PLACED = order("o-2").at("2018-07-26T20:59:59.999999Z");
  private static final AnOrder NEXT_DAY = order("o-3").at("2018-07-26T21:00:00Z").rejected(1, null);

  @AutoClose private final ReportedOrders orders = new ReportedOrders();
  private final OperationalDays operational = orders.operationalDays();
  private final ReportDays reports = orders.reportDays();

  @BeforeEach
  void happen() {
    orders.agree(new MerchantRegistered(MERCHANT, Instant.EPOCH, TERMS), 0);
    orders.happened(REFUNDED, PLACED, NEXT_DAY);
  }

  private static OrderRow row(AnOrder order) {
    return new OrderRow(order.order(), order.events().size() - 1);
  }

  @Test
  void both_sides_hold_the_same_days() {
    OperationalSnapshot ofOrders = operational.read(MERCHANT, DAY.minusDays(3), DAY.plusDays(3));
    ReportSnapshot ofReport = reports.read(MERCHANT, DAY.minusDays(3), DAY.plusDays(3));

    assertThat(ofOrders.orders()).containsOnlyKeys(DAY, DAY.plusDays(1));
    assertThat(ofOrders.orders().get(DAY)).containsExactlyInAnyOrder(row(REFUNDED), row(PLACED));
    assertThat(ofOrders.orders().get(DAY.plusDays(1))).containsExactly(row(NEXT_DAY));
    assertThat(ofReport.days()).containsOnlyKeys(DAY, DAY.plusDays(1));
    ofOrders
        .orders()
        .forEach(
            (date, rows) -> {
              DaySummary summary = DaySummary.of(rows);
              assertThat(ofReport.days())
                  .hasEntrySatisfying(
                      date,
                      it -> {
                        assertThat(it.checksum()).isEqualTo(summary.checksum());
                        assertThat(it.totals()).isEqualTo(summary.totals());
                        assertThat(it.breakdown()).isEqualTo(summary.breakdown());
                      });
            });
    assertThat(ofReport.wrongRefunds()).isEmpty();
    assertThat(ofReport.orders()).containsOnlyKeys(DAY, DAY.plusDays(1));
    assertThat(ofReport.orders().get(DAY)).containsExactlyInAnyOrder(row(REFUNDED), row(PLACED));
    assertThat(reports.counts(MERCHANT, DAY, DAY.plusDays(3)))
        .isEqualTo(operational.counts(MERCHANT, DAY, DAY.plusDays(3)))
        .isEqualTo(Map.of(DAY, 2L, DAY.plusDays(1), 1L));
    assertThat(ofReport.merchant())
        .isEqualTo(ofOrders.merchant())
        .isEqualTo(new Merchant(List.of(new Agreement(Instant.EPOCH, TERMS))));
  }

  @Test
  void days_outside_are_not_read() {
    assertThat(operational.read(MERCHANT, DAY.plusDays(1), DAY.plusDays(1)).orders())
        .containsOnlyKeys(DAY.plusDays(1));
    assertThat(operational.counts(MERCHANT, DAY, DAY)).isEqualTo(Map.of(DAY, 2L));
    assertThat(reports.read(MERCHANT, DAY, DAY).days()).containsOnlyKeys(DAY);
    assertThat(operational.read(STRANGER, DAY, DAY).merchant()).isEqualTo(Merchant.UNREGISTERED);
    assertThat(reports.read(STRANGER, DAY, DAY).merchant()).isEqualTo(Merchant.UNREGISTERED);
    assertThat(reports.read(STRANGER, DAY, DAY).days()).isEmpty();
  }

  @Test
  void every_connection_is_returned() {
    for (int i = 0; i < 50; i++) {
      assertThat(operational.merchants(null, 1)).hasSize(1);
      assertThat(operational.counts(MERCHANT, DAY, DAY)).hasSize(1);
      assertThat(reports.counts(MERCHANT, DAY, DAY)).hasSize(1);
    }
  }

  @Test
  void merchants_come_in_the_order_of_their_ids() {
    for (String id : List.of("b", "a", "c")) {
      orders.agree(new MerchantRegistered(new MerchantId(id), Instant.EPOCH, TERMS), 0);
    }
    for (var side : List.<Merchants>of(operational::merchants, reports::merchants)) {
      assertThat(side.page(null, 3)).extracting(MerchantId::value).containsExactly("a", "b", "c");
      assertThat(side.page(new MerchantId("b"), 3))
          .extracting(MerchantId::value)
          .containsExactly("c", MERCHANT.value());
    }
  }

  private interface Merchants {
    List<MerchantId> page(@Nullable MerchantId after, int limit);
  }

  @Test
  void the_times_of_both_sides_are_comparable() {
    Instant before = Instant.now().minusSeconds(5);
    assertThat(operational.read(MERCHANT, DAY, DAY).committedBefore())
        .isBetween(before, before.plusSeconds(60));

    assertThat(reports.completeTo()).isEqualTo(Instant.EPOCH);
    orders.readTo(0, Instant.parse("2018-07-26T21:00:01Z"));
    orders.readTo(1, Instant.parse("2018-07-26T21:00:00.000001Z"));
    assertThat(reports.completeTo()).isEqualTo("2018-07-26T21:00:00.000001Z");
    orders.readTo(2, null);
    assertThat(reports.completeTo()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void a_row_that_cannot_be_read_counts_as_absent() {
    orders.damage("UPDATE report_g1.days SET breakdown = '7' WHERE business_date = '2018-07-26'");
    orders.damage("DELETE FROM report_g1.refunds");

    ReportSnapshot ofReport = reports.read(MERCHANT, DAY, DAY.plusDays(1));

    assertThat(ofReport.days()).containsOnlyKeys(DAY.plusDays(1));
    assertThat(ofReport.wrongRefunds()).containsExactly(DAY);
  }

  @Test
  void terms_that_cannot_be_read_count_as_absent() {
    orders.damage("UPDATE report_g1.merchant_terms SET time_zone = 'Mars/Base'");
    orders.damageOperational("UPDATE merchant_terms SET currency = '???'");

    assertThat(operational.read(MERCHANT, DAY, DAY).merchant()).isEqualTo(Merchant.UNREGISTERED);
    assertThat(reports.read(MERCHANT, DAY, DAY).merchant()).isEqualTo(Merchant.UNREGISTERED);
  }

  @Test
  void an_order_without_events_has_no_sequence() {
    orders.damageOperational("DELETE FROM events WHERE aggregate_id = 'o-2'");

    assertThat(operational.read(MERCHANT, DAY, DAY).orders().get(DAY))
        .extracting(OrderRow::sequence)
        .containsExactlyInAnyOrder(row(REFUNDED).sequence(), -1L);
  }

  @Test
  void an_order_without_its_items_counts_as_absent() {
    orders.damageOperational("DELETE FROM order_items WHERE order_id = 'o-2'");

    assertThat(operational.read(MERCHANT, DAY, DAY).orders().get(DAY))
        .containsExactly(row(REFUNDED));
  }
}
