package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.AnOrder.TERMS;
import static dev.mocha.postgres.AnOrder.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReports;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperationalDailyReportsTest extends DailyReportsContract {

  @Override
  DailyReports reports() {
    return orders.operational();
  }

  @Test
  void it_is_complete_to_the_time_of_the_query() {
    register(TERMS);
    Instant before = Instant.now().minusSeconds(5);

    assertThat(find(DAY).completeTo()).isBetween(before, Instant.now().plusSeconds(5));
  }

  @Test
  void a_day_that_is_over_is_final_once_its_last_order_is() {
    register(TERMS);
    orders.happen(order("o-1").delivered(1), order("o-2"));
    DailyReport open = find(DAY);

    orders.happen(order("o-3").at("2018-07-27T05:00:00Z").rejected(1, null));
    DailyReport over = find(DAY.plusDays(1));

    assertThat(open.isFinal()).isFalse();
    assertThat(over.isFinal()).isTrue();
  }
}
