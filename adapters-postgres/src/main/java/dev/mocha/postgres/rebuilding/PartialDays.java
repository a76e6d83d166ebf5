package dev.mocha.postgres.rebuilding;

import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.reporting.ReportTables;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The days as parts make them: a day that came to an end in memory more than once, or in more than
 * one part, is there in pieces.
 */
final class PartialDays {

  static final String TABLE = "day_pieces";

  private static final int AT_ONCE = 2_000;

  private final JdbcTemplate jdbc;
  private final String generation;
  private final ReportTables tables;

  PartialDays(DataSource reports, String generation) {
    this.jdbc = new JdbcTemplate(reports);
    this.jdbc.setFetchSize(AT_ONCE);
    this.generation = generation;
    this.tables = new ReportTables(reports, generation);
  }

  /** Puts the pieces together, in the caller's transaction. */
  void merge() {
    Boolean there =
        jdbc.queryForObject(
            "SELECT to_regclass('%s.%s') IS NOT NULL".formatted(generation, TABLE), Boolean.class);
    if (!Boolean.TRUE.equals(there)) {
      return;
    }
    jdbc.execute(
        """
        CREATE INDEX ON %1$s.day_pieces (merchant_id, business_date);
        ANALYZE %1$s.day_pieces;
        INSERT INTO %1$s.days
        SELECT piece.* FROM %1$s.day_pieces AS piece
        WHERE NOT EXISTS (
          SELECT FROM %1$s.day_pieces AS other
          WHERE (other.merchant_id, other.business_date) = (piece.merchant_id, piece.business_date)
            AND other.ctid <> piece.ctid)
        """
            .formatted(generation));
    mergeSeveral();
    jdbc.execute("DROP TABLE %s.day_pieces".formatted(generation));
  }

  private void mergeSeveral() {
    var whole = new LinkedHashMap<DayKey, DaySummary>();
    jdbc.query(
        """
        SELECT piece.* FROM %1$s.day_pieces AS piece
        WHERE EXISTS (
          SELECT FROM %1$s.day_pieces AS other
          WHERE (other.merchant_id, other.business_date) = (piece.merchant_id, piece.business_date)
            AND other.ctid <> piece.ctid)
        ORDER BY merchant_id, business_date
        """
            .formatted(generation),
        row -> {
          var day =
              new DayKey(
                  new MerchantId(row.getString("merchant_id")),
                  row.getObject("business_date", LocalDate.class));
          if (whole.size() >= AT_ONCE && !whole.containsKey(day)) {
            write(whole);
          }
          whole.computeIfAbsent(day, _ -> new DaySummary()).add(ReportTables.summary(row));
        });
    write(whole);
  }

  private void write(Map<DayKey, DaySummary> whole) {
    tables.copyDays(whole);
    whole.clear();
  }
}
