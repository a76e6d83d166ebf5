package dev.mocha.postgres.reconciling;

import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
import dev.mocha.application.reconciling.ReconciliationRuns;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.rebuilding.ExclusiveWork;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Reconciliation runs and their findings in the reports database. */
final class ReconciliationTables implements ReconciliationRuns {

  private static final ObjectReader FIELDS = OrderColumns.JSON.readerForListOf(StoredField.class);

  /** The pause ends by the clock of the database, which all processes share. */
  private static final String SELECT =
      """
      SELECT *,
             coalesce(extract(epoch FROM paused_until - clock_timestamp()) * 1000, 0) AS pause_millis
      FROM reconciliations
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ExclusiveWork exclusive;

  ReconciliationTables(JdbcClient jdbc, TransactionTemplate transaction, ExclusiveWork exclusive) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.exclusive = exclusive;
  }

  /** A field that differs, as it is stored. */
  private record StoredField(String field, String operational, String report) {

    static StoredField of(FieldDifference it) {
      return new StoredField(it.field(), it.leftText(), it.rightText());
    }

    FieldDifference difference() {
      return new FieldDifference(field, operational, report);
    }
  }

  @Override
  public Optional<ReconciliationRun> begin(Scope scope, RequestedBy requestedBy) {
    return jdbc.sql(
            """
            INSERT INTO reconciliations
              (from_date, to_date, merchants, rate, repair, off_peak, requested_by, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (off_peak) WHERE state = 'RUNNING' DO NOTHING
            RETURNING *, 0 AS pause_millis
            """)
        .params(
            scope.from(),
            scope.to(),
            scope.merchants().stream().map(MerchantId::value).sorted().toArray(String[]::new),
            scope.rate(),
            scope.repair(),
            scope.offPeak(),
            requestedBy.by(),
            requestedBy.reason())
        .query((row, _) -> run(row))
        .optional();
  }

  @Override
  public List<ReconciliationRun> running() {
    return jdbc.sql(SELECT + "WHERE state = 'RUNNING' ORDER BY off_peak")
        .query((row, _) -> run(row))
        .list();
  }

  @Override
  public Optional<ReconciliationRun> find(long id) {
    return jdbc.sql(SELECT + "WHERE id = ?").param(id).query((row, _) -> run(row)).optional();
  }

  @Override
  public List<ReconciliationRun> latest(int limit) {
    return jdbc.sql(SELECT + "ORDER BY id DESC LIMIT ?")
        .param(limit)
        .query((row, _) -> run(row))
        .list();
  }

  @Override
  public boolean runExclusively(Runnable work) {
    return exclusive.run(work);
  }

  @Override
  public void pause(long id, Duration length) {
    jdbc.sql(
            """
            UPDATE reconciliations SET paused_until = clock_timestamp() + ? * interval '1 ms'
            WHERE id = ?
            """)
        .params(length.toMillis(), id)
        .update();
  }

  @Override
  public boolean record(
      ReconciliationRun before, Progress progress, Stats page, List<Finding> findings) {
    Progress last = before.progress();
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              boolean isRecorded =
                  jdbc.sql(
                              """
                              UPDATE reconciliations
                              SET last_merchant = ?, last_date = ?,
                                  merchants_checked = merchants_checked + ?, days = days + ?,
                                  orders = orders + ?, unstable = unstable + ?,
                                  differing = differing + ?
                              WHERE id = ? AND state = 'RUNNING'
                                AND last_merchant IS NOT DISTINCT FROM ?
                                AND last_date IS NOT DISTINCT FROM CAST(? AS date)
                              """)
                          .params(
                              progress.merchant().value(),
                              progress.to(),
                              page.merchants(),
                              page.days(),
                              page.orders(),
                              page.unstable(),
                              page.differing(),
                              before.id(),
                              last == null ? null : last.merchant().value(),
                              last == null ? null : last.to())
                          .update()
                      == 1;
              if (isRecorded) {
                findings.forEach(it -> insert(before.id(), it));
              }
              return isRecorded;
            }));
  }

  private void insert(long id, Finding it) {
    jdbc.sql(
            """
            INSERT INTO reconciliation_findings
              (reconciliation, merchant_id, business_date, fields, field_count, outcome, remark)
            VALUES (?, ?, ?, ?::jsonb, ?, ?, ?)
            """)
        .params(
            id,
            it.merchantId().value(),
            it.date(),
            OrderColumns.json(it.fields().stream().map(StoredField::of).toList()),
            it.fieldCount(),
            it.outcome().name(),
            it.remark())
        .update();
  }

  @Override
  public List<Finding> toRepair(long id) {
    return jdbc.sql(
            """
            SELECT * FROM reconciliation_findings
            WHERE reconciliation = ? AND outcome = 'FOUND' ORDER BY id
            """)
        .param(id)
        .query((row, _) -> finding(row))
        .list();
  }

  @Override
  public void resolve(long id, Finding resolved) {
    transaction.executeWithoutResult(
        _ -> {
          int rows =
              jdbc.sql(
                      """
                      UPDATE reconciliation_findings SET outcome = ?, remark = ?
                      WHERE reconciliation = ? AND outcome = 'FOUND' AND merchant_id = ?
                        AND business_date IS NOT DISTINCT FROM CAST(? AS date)
                      """)
                  .params(
                      resolved.outcome().name(),
                      resolved.remark(),
                      id,
                      resolved.merchantId().value(),
                      resolved.date())
                  .update();
          if (rows == 1 && resolved.outcome() == Outcome.REPAIRED) {
            jdbc.sql("UPDATE reconciliations SET repaired = repaired + 1 WHERE id = ?")
                .param(id)
                .update();
          }
        });
  }

  @Override
  public void finish(long id) {
    jdbc.sql(
            """
            UPDATE reconciliations SET state = 'DONE', ended_at = clock_timestamp()
            WHERE id = ? AND state = 'RUNNING'
            """)
        .param(id)
        .update();
  }

  @Override
  public boolean cancel(long id, RequestedBy requestedBy) {
    return jdbc.sql(
                """
                UPDATE reconciliations
                SET state = 'CANCELLED', ended_at = clock_timestamp(), cancelled_by = ?,
                    cancelled_because = ?
                WHERE id = ? AND state = 'RUNNING'
                """)
            .params(requestedBy.by(), requestedBy.reason(), id)
            .update()
        == 1;
  }

  @Override
  public List<Finding> findings(long id, int skip, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM reconciliation_findings
            WHERE reconciliation = ? ORDER BY id LIMIT ? OFFSET ?
            """)
        .params(id, limit, skip)
        .query((row, _) -> finding(row))
        .list();
  }

  @Override
  public void deleteOlderThan(Duration retention) {
    jdbc.sql("DELETE FROM reconciliations WHERE ended_at < clock_timestamp() - ? * interval '1 s'")
        .param(retention.toSeconds())
        .update();
  }

  private static ReconciliationRun run(ResultSet row) throws SQLException {
    String merchant = row.getString("last_merchant");
    String cancelledBy = row.getString("cancelled_by");
    return new ReconciliationRun(
        row.getLong("id"),
        new Scope(
            row.getObject("from_date", LocalDate.class),
            row.getObject("to_date", LocalDate.class),
            Arrays.stream((String[]) row.getArray("merchants").getArray())
                .map(MerchantId::new)
                .collect(Collectors.toSet()),
            row.getInt("rate"),
            row.getBoolean("repair"),
            row.getBoolean("off_peak")),
        new RequestedBy(row.getString("requested_by"), row.getString("reason")),
        State.valueOf(row.getString("state")),
        requiredInstant(row, "begun_at"),
        instant(row, "ended_at"),
        cancelledBy == null
            ? null
            : new RequestedBy(cancelledBy, row.getString("cancelled_because")),
        merchant == null
            ? null
            : new Progress(new MerchantId(merchant), row.getObject("last_date", LocalDate.class)),
        new Stats(
            row.getLong("merchants_checked"),
            row.getLong("days"),
            row.getLong("orders"),
            row.getLong("unstable"),
            row.getLong("differing"),
            row.getLong("repaired")),
        Duration.ofMillis(Math.max(0, row.getLong("pause_millis"))));
  }

  private static Finding finding(ResultSet row) throws SQLException {
    return new Finding(
        new MerchantId(row.getString("merchant_id")),
        row.getObject("business_date", LocalDate.class),
        Columns.<List<StoredField>>json(row, "fields", FIELDS).stream()
            .map(StoredField::difference)
            .toList(),
        row.getInt("field_count"),
        Outcome.valueOf(row.getString("outcome")),
        row.getString("remark"));
  }
}
