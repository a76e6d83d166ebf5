package dev.mocha.postgres.reconciling;

import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.application.reconciling.ReconciliationRuns;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.rebuilding.ExclusiveWork;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.UnreadableJson;
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

/** Reconciliations in the reports database. */
public final class ReconciliationTables implements ReconciliationRuns {

  private static final TypeReference<List<FieldDifference>> FIELDS = new TypeReference<>() {};

  /** How long one rests is told by the clock of the database, as processes have several. */
  private static final String SELECT =
      """
      SELECT *, coalesce(extract(epoch FROM rests_until - clock_timestamp()) * 1000, 0) AS rest
      FROM reconciliations
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ExclusiveWork exclusive;

  /**
   * @param exclusive keeps other processes from the same work
   */
  public ReconciliationTables(
      JdbcClient jdbc, TransactionTemplate transaction, ExclusiveWork exclusive) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.exclusive = exclusive;
  }

  @Override
  public Optional<ReconciliationRun> begin(Scope scope, RequestedBy action) {
    return jdbc.sql(
            """
            INSERT INTO reconciliations
              (from_date, to_date, merchants, rate, repair, off_peak, asked_by, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (off_peak) WHERE state = 'RUNNING' DO NOTHING
            RETURNING *, 0 AS rest
            """)
        .params(
            scope.from(),
            scope.to(),
            scope.only().stream().map(MerchantId::value).sorted().toArray(String[]::new),
            scope.rate(),
            scope.repair(),
            scope.offPeak(),
            action.by(),
            action.reason())
        .query((row, _) -> sweep(row))
        .optional();
  }

  @Override
  public List<ReconciliationRun> running() {
    return jdbc.sql(SELECT + "WHERE state = 'RUNNING' ORDER BY off_peak")
        .query((row, _) -> sweep(row))
        .list();
  }

  @Override
  public Optional<ReconciliationRun> find(long id) {
    return jdbc.sql(SELECT + "WHERE id = ?").param(id).query((row, _) -> sweep(row)).optional();
  }

  @Override
  public List<ReconciliationRun> latest(int most) {
    return jdbc.sql(SELECT + "ORDER BY id DESC LIMIT ?")
        .param(most)
        .query((row, _) -> sweep(row))
        .list();
  }

  @Override
  public boolean exclusively(Runnable work) {
    return exclusive.run(work);
  }

  @Override
  public void rest(long id, Duration length) {
    jdbc.sql(
            """
            UPDATE reconciliations SET rests_until = clock_timestamp() + ? * interval '1 ms'
            WHERE id = ?
            """)
        .params(length.toMillis(), id)
        .update();
  }

  @Override
  public boolean done(ReconciliationRun before, Position now, Tally added, List<Finding> findings) {
    Position at = before.at();
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              int taken =
                  jdbc.sql(
                          """
                          UPDATE reconciliations
                          SET at_merchant = ?, done_to = ?, merchants_seen = merchants_seen + ?,
                              days = days + ?, orders = orders + ?, moving = moving + ?,
                              differing = differing + ?
                          WHERE id = ? AND state = 'RUNNING'
                            AND at_merchant IS NOT DISTINCT FROM ?
                            AND done_to IS NOT DISTINCT FROM CAST(? AS date)
                          """)
                      .params(
                          now.merchant().value(),
                          now.to(),
                          added.merchants(),
                          added.days(),
                          added.orders(),
                          added.moving(),
                          added.differing(),
                          before.id(),
                          at == null ? null : at.merchant().value(),
                          at == null ? null : at.to())
                      .update();
              if (taken == 1) {
                findings.forEach(it -> keep(before.id(), it));
              }
              return taken == 1;
            }));
  }

  @Override
  public List<Finding> unhealed(long id) {
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
  public void settle(long id, Finding settled) {
    transaction.executeWithoutResult(
        _ -> {
          int taken =
              jdbc.sql(
                      """
                      UPDATE reconciliation_findings SET outcome = ?, remark = ?
                      WHERE reconciliation = ? AND outcome = 'FOUND' AND merchant_id = ?
                        AND business_date IS NOT DISTINCT FROM CAST(? AS date)
                      """)
                  .params(
                      settled.outcome().name(),
                      settled.remark(),
                      id,
                      settled.merchantId().value(),
                      settled.date())
                  .update();
          if (taken == 1 && settled.outcome() == Outcome.HEALED) {
            jdbc.sql("UPDATE reconciliations SET healed = healed + 1 WHERE id = ?")
                .param(id)
                .update();
          }
        });
  }

  private void keep(long id, Finding it) {
    jdbc.sql(
            """
            INSERT INTO reconciliation_findings
              (reconciliation, merchant_id, business_date, fields, differing, outcome, remark)
            VALUES (?, ?, ?, ?::jsonb, ?, ?, ?)
            """)
        .params(
            id,
            it.merchantId().value(),
            it.date(),
            OrderColumns.json(it.fields()),
            it.differing(),
            it.outcome().name(),
            it.remark())
        .update();
  }

  @Override
  public void end(long id) {
    jdbc.sql(
            """
            UPDATE reconciliations SET state = 'DONE', ended_at = clock_timestamp()
            WHERE id = ? AND state = 'RUNNING'
            """)
        .param(id)
        .update();
  }

  @Override
  public boolean cancel(long id, RequestedBy action) {
    return jdbc.sql(
                """
                UPDATE reconciliations
                SET state = 'CANCELLED', ended_at = clock_timestamp(), cancelled_by = ?,
                    cancelled_because = ?
                WHERE id = ? AND state = 'RUNNING'
                """)
            .params(action.by(), action.reason(), id)
            .update()
        == 1;
  }

  @Override
  public List<Finding> findings(long id, int skipped, int most) {
    return jdbc.sql(
            """
            SELECT * FROM reconciliation_findings
            WHERE reconciliation = ? ORDER BY id LIMIT ? OFFSET ?
            """)
        .params(id, most, skipped)
        .query((row, _) -> finding(row))
        .list();
  }

  @Override
  public void forget(Duration age) {
    jdbc.sql("DELETE FROM reconciliations WHERE ended_at < clock_timestamp() - ? * interval '1 s'")
        .param(age.toSeconds())
        .update();
  }

  private static ReconciliationRun sweep(ResultSet row) throws SQLException {
    String merchant = row.getString("at_merchant");
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
        new RequestedBy(row.getString("asked_by"), row.getString("reason")),
        State.valueOf(row.getString("state")),
        requiredInstant(row, "begun_at"),
        instant(row, "ended_at"),
        cancelledBy == null
            ? null
            : new RequestedBy(cancelledBy, row.getString("cancelled_because")),
        merchant == null
            ? null
            : new Position(new MerchantId(merchant), row.getObject("done_to", LocalDate.class)),
        new Tally(
            row.getLong("merchants_seen"),
            row.getLong("days"),
            row.getLong("orders"),
            row.getLong("moving"),
            row.getLong("differing"),
            row.getLong("healed")),
        Duration.ofMillis(Math.max(0, row.getLong("rest"))));
  }

  private static Finding finding(ResultSet row) throws SQLException {
    try {
      return new Finding(
          new MerchantId(row.getString("merchant_id")),
          row.getObject("business_date", LocalDate.class),
          OrderColumns.JSON.readValue(row.getString("fields"), FIELDS),
          row.getInt("differing"),
          Outcome.valueOf(row.getString("outcome")),
          row.getString("remark"));
    } catch (JsonProcessingException broken) {
      throw new UnreadableJson("the fields of a finding", broken);
    }
  }
}
