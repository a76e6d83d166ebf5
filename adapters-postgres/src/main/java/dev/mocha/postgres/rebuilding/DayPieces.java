package dev.mocha.postgres.rebuilding;

import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.reporting.GenerationTables;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Days that were written in pieces become one row each. */
final class DayPieces {

  private final JdbcClient jdbc;
  private final String generation;
  private final GenerationTables tables;

  DayPieces(DataSource reports, String generation) {
    this.jdbc = JdbcClient.create(reports);
    this.generation = generation;
    this.tables = new GenerationTables(reports, generation);
  }

  /** In the caller's transaction. */
  void merge() {
    List<DayKey> inPieces =
        jdbc.sql(
                """
                SELECT merchant_id, business_date FROM %s.days
                GROUP BY merchant_id, business_date HAVING count(*) > 1
                """
                    .formatted(generation))
            .query(
                (row, _) ->
                    new DayKey(
                        new MerchantId(row.getString("merchant_id")),
                        row.getObject("business_date", LocalDate.class)))
            .list();
    for (DayKey day : inPieces) {
      var whole = new DaySummary();
      tables.removeDay(day).forEach(whole::add);
      var merged = new LinkedHashMap<DayKey, DaySummary>();
      merged.put(day, whole);
      tables.copyDays(merged);
    }
  }
}
