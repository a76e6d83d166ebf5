package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.reporting.ReportTables.key;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.rebuilding.DayFields;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares the stored figures of each day of a generation with the sums of its orders. Its memory
 * grows with the number of differing days only. An instance is used once, in a transaction.
 */
final class DayVerification {

  private static final int FETCH_SIZE = 2_000;
  private static final int DAYS_PER_QUERY = 1_000;

  private final JdbcTemplate streaming;
  private final JdbcClient jdbc;
  private final String generation;
  private final GenerationDays days;
  private final int limit;
  private final Map<DayKey, DaySummary> summed = new LinkedHashMap<>();
  private final List<DayDifference> differences = new ArrayList<>();
  private final Set<DayKey> differing = new HashSet<>();

  /**
   * @param limit of listed differences
   */
  DayVerification(DataSource reports, String generation, int limit) {
    this.streaming = new JdbcTemplate(reports);
    this.streaming.setFetchSize(FETCH_SIZE);
    this.jdbc = JdbcClient.create(reports);
    this.generation = generation;
    this.days = new GenerationDays(reports, generation);
    this.limit = limit;
  }

  DayDifferences run() {
    streaming.query(
        "SELECT * FROM %s.orders ORDER BY merchant_id, business_date".formatted(generation),
        row -> {
          DayKey day = key(row);
          if (summed.size() >= DAYS_PER_QUERY && !summed.containsKey(day)) {
            compare();
          }
          DaySummary sum = summed.computeIfAbsent(day, _ -> new DaySummary());
          GenerationDays.order(row).ifPresent(it -> sum.change(null, it));
        });
    compare();
    compareDaysWithoutOrders();
    for (DayKey day : days.withMisplacedRefunds()) {
      if (!differing.contains(day)) {
        add(day, List.of(DayFields.MISPLACED_REFUNDS));
      }
    }
    return new DayDifferences(differing.size(), differences);
  }

  private void compare() {
    Map<DayKey, DaySummary> stored = days.summaries(summed.keySet());
    summed.forEach((day, sum) -> compare(day, stored.get(day), sum));
    summed.clear();
  }

  private void compareDaysWithoutOrders() {
    List<DayKey> empty =
        jdbc.sql(
                """
                SELECT merchant_id, business_date FROM %1$s.days AS day
                WHERE NOT EXISTS (
                  SELECT FROM %1$s.orders AS o
                  WHERE (o.merchant_id, o.business_date) = (day.merchant_id, day.business_date))
                """
                    .formatted(generation))
            .query((row, _) -> key(row))
            .list();
    for (DayKey day : empty) {
      DaySummary stored = days.summary(day);
      if (stored == null) {
        add(day, List.of(new FieldDifference("day", "unreadable", null)));
      } else {
        compare(day, stored, null);
      }
    }
  }

  private void compare(DayKey day, @Nullable DaySummary stored, @Nullable DaySummary sum) {
    add(day, DayFields.differences(stored, List.of(), sum, List.of()));
  }

  private void add(DayKey day, List<FieldDifference> fields) {
    if (!fields.isEmpty()) {
      differing.add(day);
      if (differences.size() < limit) {
        differences.add(
            DayDifference.of(
                "%s: stored figures and sums of orders".formatted(generation),
                day.merchantId(),
                day.businessDate(),
                fields));
      }
    }
  }
}
