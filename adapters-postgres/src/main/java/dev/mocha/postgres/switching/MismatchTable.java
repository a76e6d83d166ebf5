package dev.mocha.postgres.switching;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Samples of mismatches, in the orders database. */
final class MismatchTable implements Mismatches {

  /** Of each kind: when everything differs the first mismatches show why. */
  private static final int MAX_PER_MINUTE = 100;

  private static final int DELETED_AT_ONCE = 5_000;
  private static final ObjectReader FIELDS = OrderColumns.JSON.readerForListOf(StoredField.class);

  private final JdbcClient jdbc;

  /** A field that differs, as it is stored. */
  private record StoredField(String field, @Nullable String primary, @Nullable String candidate) {

    static StoredField of(FieldDifference it) {
      return new StoredField(it.field(), it.left(), it.right());
    }

    FieldDifference difference() {
      return new FieldDifference(field, primary, candidate);
    }
  }

  MismatchTable(JdbcClient orders) {
    this.jdbc = orders;
  }

  @Override
  public void add(Mismatch it) {
    jdbc.sql(
            """
            INSERT INTO switch_mismatches
              (at, epoch, merchant_id, business_date, kind, primary_complete_to,
               candidate_complete_to, differing_fields, fields)
            SELECT :at, :epoch, :merchant, :date, :kind, :primary, :candidate, :differing,
                   CAST(:fields AS jsonb)
            WHERE (SELECT count(*) FROM switch_mismatches
                   WHERE kind = :kind AND at > CAST(:at AS timestamptz) - interval '1 minute') < :max
            """)
        .param("at", at(it.at()))
        .param("epoch", it.epoch())
        .param("merchant", it.merchantId())
        .param("date", it.date())
        .param("kind", it.kind().name())
        .param("primary", at(it.primaryCompleteTo()))
        .param("candidate", at(it.candidateCompleteTo()))
        .param("differing", it.differingFields())
        .param("fields", OrderColumns.json(it.fields().stream().map(StoredField::of).toList()))
        .param("max", MAX_PER_MINUTE)
        .update();
  }

  @Override
  public List<Mismatch> latest(@Nullable Kind kind, int limit) {
    return jdbc.sql(
            "SELECT * FROM switch_mismatches %s ORDER BY id DESC LIMIT :limit"
                .formatted(kind == null ? "" : "WHERE kind = :kind"))
        .param("kind", kind == null ? null : kind.name())
        .param("limit", limit)
        .query((row, _) -> mismatch(row))
        .list();
  }

  private static Mismatch mismatch(ResultSet row) throws SQLException {
    return new Mismatch(
        requiredInstant(row, "at"),
        row.getLong("epoch"),
        row.getString("merchant_id"),
        row.getObject("business_date", LocalDate.class),
        Kind.valueOf(row.getString("kind")),
        requiredInstant(row, "primary_complete_to"),
        requiredInstant(row, "candidate_complete_to"),
        row.getInt("differing_fields"),
        Columns.<List<StoredField>>json(row, "fields", FIELDS).stream()
            .map(StoredField::difference)
            .toList());
  }

  @Override
  public void dropOlderThan(Duration retention) {
    int deleted;
    do {
      deleted =
          jdbc.sql(
                  """
                  DELETE FROM switch_mismatches WHERE id IN (
                    SELECT id FROM switch_mismatches
                    WHERE at < clock_timestamp() - make_interval(secs => ?)
                    LIMIT ?)
                  """)
              .params(retention.toSeconds(), DELETED_AT_ONCE)
              .update();
    } while (deleted == DELETED_AT_ONCE);
  }
}
