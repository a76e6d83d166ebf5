package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.rebuilding.GenerationVerification.day;

import dev.mocha.application.rebuilding.FieldDifferences;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.rebuilding.Verification.Findings;
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
 * Sums up the orders of each day of a generation again, and compares with what is kept. Memory
 * grows with the days that differ only. To be used once, in a transaction.
 */
final class DayVerification {

  private static final int FETCHED = 2_000;
  private static final int DAYS_AT_ONCE = 1_000;

  private final JdbcTemplate streaming;
  private final JdbcClient jdbc;
  private final String generation;
  private final GenerationDays days;
  private final int listed;
  private final Map<DayKey, DaySummary> summed = new LinkedHashMap<>();
  private final List<DayDifference> differences = new ArrayList<>();
  private final Set<DayKey> found = new HashSet<>();
  private long differing;

  /**
   * @param listed how many differences are listed at most
   */
  DayVerification(DataSource reports, String generation, int listed) {
    this.streaming = new JdbcTemplate(reports);
    this.streaming.setFetchSize(FETCHED);
    this.jdbc = JdbcClient.create(reports);
    this.generation = generation;
    this.days = new GenerationDays(reports, generation);
    this.listed = listed;
  }

  Findings run() {
    streaming.query(
        "SELECT * FROM %s.orders ORDER BY merchant_id, business_date".formatted(generation),
        row -> {
          DayKey day = day(row);
          if (summed.size() >= DAYS_AT_ONCE && !summed.containsKey(day)) {
            compare();
          }
          DaySummary sum = summed.computeIfAbsent(day, _ -> new DaySummary());
          GenerationDays.order(row).ifPresent(it -> sum.change(null, it));
        });
    compare();
    compareDaysWithoutOrders();
    for (DayKey day : days.refundsAstray()) {
      if (!found.contains(day)) {
        found(day, List.of(FieldDifferences.REFUNDS_ASTRAY));
      }
    }
    return new Findings(differing, differences);
  }

  private void compare() {
    Map<DayKey, DaySummary> kept = days.summaries(summed.keySet());
    summed.forEach((day, sum) -> compare(day, kept.get(day), sum));
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
            .query((row, _) -> day(row))
            .list();
    for (DayKey day : empty) {
      DaySummary kept = days.summary(day);
      if (kept == null) {
        found(day, List.of(new FieldDifference("day", "unreadable", FieldDifferences.ABSENT)));
      } else {
        compare(day, kept, null);
      }
    }
  }

  private void compare(DayKey day, @Nullable DaySummary kept, @Nullable DaySummary sum) {
    found(day, FieldDifferences.of(kept, List.of(), sum, List.of()));
  }

  private void found(DayKey day, List<FieldDifference> fields) {
    if (!fields.isEmpty()) {
      differing++;
      found.add(day);
      if (differences.size() < listed) {
        differences.add(
            DayDifference.of(
                "%s as kept and as summed up".formatted(generation),
                day.merchantId(),
                day.businessDate(),
                fields));
      }
    }
  }
}
