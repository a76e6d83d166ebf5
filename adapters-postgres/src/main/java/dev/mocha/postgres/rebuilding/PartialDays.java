package dev.mocha.postgres.rebuilding;

import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.postgres.reporting.ReportTables;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table of partial days: a rebuild writes a day several times, when its orders are in several
 * parts or leave memory at different times. Merging them gives the days of the generation.
 */
final class PartialDays {

  static final String TABLE = "day_pieces";

  private static final int BATCH = 2_000;

  private final JdbcTemplate jdbc;
  private final String generation;
  private final ReportTables tables;

  PartialDays(DataSource reports, String generation) {
    this.jdbc = new JdbcTemplate(reports);
    this.jdbc.setFetchSize(BATCH);
    this.generation = generation;
    this.tables = new ReportTables(reports, generation);
  }

  void create() {
    jdbc.execute("CREATE TABLE %1$s.day_pieces (LIKE %1$s.days)".formatted(generation));
  }

  void add(Map<DayKey, DaySummary> days) {
    tables.copyDays(TABLE, days);
  }

  /** Merges them in the caller's transaction, and drops the table. */
  void merge() {
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
    var merged = new LinkedHashMap<DayKey, DaySummary>();
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
          DayKey day = ReportTables.key(row);
          if (merged.size() >= BATCH && !merged.containsKey(day)) {
            write(merged);
          }
          merged.computeIfAbsent(day, _ -> new DaySummary()).add(ReportTables.summary(row));
        });
    write(merged);
  }

  private void write(Map<DayKey, DaySummary> merged) {
    tables.copyDays(merged);
    merged.clear();
  }
}
