package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.MERCHANT;
import static dev.mocha.postgres.AnOrder.order;
import static dev.mocha.postgres.AnOrder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReports;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.postgres.AnOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The switch moves readers from one report to the other: they must not see a difference. */
class ReportsAgreeTest {

  private static final int ORDERS = 150;
  private static final String[] NAMES = {
    "Nasi Goreng", "Es Teh", "Sate 😋", "\uff5e", "a", "Z", ""
  };

  @AutoClose private final ReportedOrders orders = new ReportedOrders();

  @ParameterizedTest
  @CsvSource({
    "America/New_York, 04:00, 2018-11-01",
    "Australia/Lord_Howe, 01:45, 2018-03-29",
    "America/Sao_Paulo, 00:00, 2018-11-01",
    "Asia/Kathmandu, 23:30, 2018-07-01",
    "Pacific/Kiritimati, 12:00, 2018-12-29"
  })
  void both_reports_say_the_same_of_every_day(String zone, String cutoff, LocalDate from) {
    MerchantTerms agreed = terms(zone, cutoff);
    orders.agree(new MerchantRegistered(MERCHANT, Instant.EPOCH, agreed), 0);
    var random = new Random(zone.hashCode());
    AnOrder[] examples = new AnOrder[ORDERS];
    for (int i = 0; i < ORDERS; i++) {
      examples[i] = any(i, agreed, from, random);
    }
    orders.happen(examples);

    from.datesUntil(from.plusDays(10))
        .forEach(
            date ->
                assertThat(orders.live().find(MERCHANT, date, OrderQuery.first(1_000)))
                    .get()
                    .usingRecursiveComparison()
                    .ignoringFields("completeTo", "isFinal")
                    .isEqualTo(
                        orders
                            .operational()
                            .find(MERCHANT, date, OrderQuery.first(1_000))
                            .orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-01-01", "0001-01-01", "1582-10-10", "2000-02-29", "9999-12-31"})
  void a_day_far_away_is_a_day_without_orders(LocalDate date) {
    orders.agree(new MerchantRegistered(MERCHANT, Instant.EPOCH, AnOrder.TERMS), 0);
    orders.happen(order("o-1"));

    for (DailyReports reports : List.of(orders.live(), orders.operational())) {
      assertThat(reports.find(MERCHANT, date, OrderQuery.first(10)))
          .get()
          .satisfies(it -> assertThat(it.summary()).isEqualTo(DayTotals.ZERO.summary(0)));
    }
    assertThat(orders.live().summaries(MERCHANT, date, date)).isPresent();
  }

  private static AnOrder any(int number, MerchantTerms agreed, LocalDate from, Random random) {
    Instant begin = from.atStartOfDay(agreed.timeZone()).toInstant();
    AnOrder order =
        order("o-" + number)
            .under(agreed)
            .at(begin.plusNanos(1_000 * random.nextLong(4 * 86_400_000_000L)).toString())
            .paidBy(random.nextBoolean() ? "GOPAY" : "CASH")
            .fees(random.nextInt(900), random.nextInt(90));
    int lines = 1 + random.nextInt(3);
    for (int line = 0; line < lines; line++) {
      order.line(
          NAMES[random.nextInt(NAMES.length)], 1 + random.nextInt(3), 1 + random.nextInt(9_999));
    }
    long pause = random.nextLong(900_000);
    return switch (random.nextInt(7)) {
      case 0 -> order;
      case 1 -> order.rejected(pause, random.nextBoolean() ? "CLOSED" : null);
      case 2 -> order.accepted(pause).cancelled(3 * pause, "driver", "LOST");
      case 3 -> order.accepted(pause).ready(2 * pause);
      case 4 -> order.discount(1).delivered(pause).refunded(2 * pause, 1).refunded(300 * pause, 7);
      default -> order.accepted(pause).ready(2 * pause).pickedUp(3 * pause).delivered(4 * pause);
    };
  }
}
