package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.reporting.SealedReport;
import dev.mocha.domain.ordering.MerchantId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Looks up a sealed day, in one message together with the setting of the caller's merchants. A seal
 * is valid while the tables hold what it was made of and the report is complete past the end of the
 * day; a dead letter of the merchant may prevent that.
 */
final class SealedReportStatement {

  private static final String SEAL =
      """
      SELECT set_config('mocha.merchants', ?, true);
      WITH asked AS (SELECT ?::text AS merchant, ?::date AS date)
      SELECT
        (SELECT generation FROM live_generations
         WHERE projection = 'daily-report' AND version = %2$d) AS live,
        seal.document,
        seal.complete_to
      FROM asked LEFT JOIN LATERAL (
        SELECT document, complete_to
        FROM %1$s.sealed_days AS seal
        CROSS JOIN LATERAL (
          %3$s
        ) AS present
        WHERE seal.merchant_id = merchant AND seal.business_date = date
          AND complete_to >= day_end
          AND checksum = (SELECT checksum FROM %1$s.days
                          WHERE merchant_id = merchant AND business_date = date)
          AND day_before IS NOT DISTINCT FROM
              (SELECT checksum FROM %1$s.days
               WHERE merchant_id = merchant AND business_date = date - 1)
          AND week_before IS NOT DISTINCT FROM
              (SELECT checksum FROM %1$s.days
               WHERE merchant_id = merchant AND business_date = date - 7)
          AND refunds = (SELECT coalesce(sum(amount), 0) FROM %1$s.refunds AS made
                         WHERE made.merchant_id = merchant
                           AND refunded_at >= refunds_from AND refunded_at < refunds_to)
          AND terms_sequence = (SELECT max(sequence) FROM %1$s.merchant_terms
                                WHERE merchant_id = merchant)
      ) AS seal ON true
      """;

  private final JdbcTemplate jdbc;
  private final int version;
  private volatile @Nullable Prepared prepared;

  private record Prepared(String generation, String sql) {}

  /**
   * @param version of the projection, to name its live generation in the answer
   */
  SealedReportStatement(DataSource reports, int version) {
    this.jdbc = new JdbcTemplate(reports);
    this.version = version;
  }

  /**
   * The answer of a generation.
   *
   * @param live the generation that is live at that time; null for none
   * @param report null when there is no seal or it is not valid
   */
  record Answer(@Nullable String live, @Nullable SealedReport report) {}

  Answer ask(String generation, MerchantId merchantId, LocalDate date) {
    return jdbc.execute(
        sql(generation),
        (PreparedStatementCallback<Answer>)
            statement -> {
              statement.setString(1, NamedMerchants.current());
              statement.setString(2, merchantId.value());
              statement.setObject(3, date);
              return read(statement);
            });
  }

  /** The formatted statement; it changes only when another generation becomes live. */
  private String sql(String generation) {
    Prepared last = prepared;
    if (last == null || !last.generation().equals(generation)) {
      last =
          new Prepared(
              generation,
              SEAL.formatted(
                  generation, version, ReportStatement.completeTo(generation, "seal.merchant_id")));
      prepared = last;
    }
    return last.sql();
  }

  private static Answer read(PreparedStatement statement) throws SQLException {
    statement.execute();
    statement.getMoreResults();
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      byte[] document = row.getBytes("document");
      return new Answer(
          row.getString("live"),
          document == null
              ? null
              : new SealedReport(document, requiredInstant(row, "complete_to")));
    }
  }
}
