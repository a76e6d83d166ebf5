package dev.mocha.postgres.switching;

import static dev.mocha.postgres.sql.Columns.at;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Mismatches;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.UnreadableJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers that differed, in the orders database. */
public final class MismatchTable implements Mismatches {

  /** Of each kind: when everything differs the first of them tell why. */
  private static final int KEPT_OF_A_MINUTE = 100;

  private static final int DROPPED_AT_ONCE = 5_000;
  private static final TypeReference<List<Field>> FIELDS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  public MismatchTable(JdbcClient orders) {
    this.jdbc = orders;
  }

  @Override
  public void keep(Mismatch it) {
    jdbc.sql(
            """
            INSERT INTO switch_mismatches
              (at, term, merchant_id, business_date, kind, old_complete_to, new_complete_to,
               differing, fields)
            SELECT :at, :term, :merchant, :date, :kind, :old, :new, :differing, CAST(:fields AS jsonb)
            WHERE (SELECT count(*) FROM switch_mismatches
                   WHERE kind = :kind AND at > CAST(:at AS timestamptz) - interval '1 minute') < :most
            """)
        .param("at", at(it.at()))
        .param("term", it.term())
        .param("merchant", it.merchantId())
        .param("date", it.date())
        .param("kind", it.kind().name())
        .param("old", at(it.oldCompleteTo()))
        .param("new", at(it.newCompleteTo()))
        .param("differing", it.differing())
        .param("fields", OrderColumns.json(it.fields()))
        .param("most", KEPT_OF_A_MINUTE)
        .update();
  }

  @Override
  public List<Mismatch> latest(@Nullable Counted kind, int most) {
    return jdbc.sql(
            "SELECT * FROM switch_mismatches %s ORDER BY id DESC LIMIT :most"
                .formatted(kind == null ? "" : "WHERE kind = :kind"))
        .param("kind", kind == null ? null : kind.name())
        .param("most", most)
        .query((row, _) -> mismatch(row))
        .list();
  }

  private static Mismatch mismatch(ResultSet row) throws SQLException {
    return new Mismatch(
        requiredInstant(row, "at"),
        row.getLong("term"),
        row.getString("merchant_id"),
        row.getObject("business_date", LocalDate.class),
        Counted.valueOf(row.getString("kind")),
        requiredInstant(row, "old_complete_to"),
        requiredInstant(row, "new_complete_to"),
        row.getInt("differing"),
        fields(row.getString("fields")));
  }

  private static List<Field> fields(String json) throws UnreadableJson {
    try {
      return OrderColumns.JSON.readValue(json, FIELDS);
    } catch (JsonProcessingException broken) {
      throw new UnreadableJson("the fields of a mismatch", broken);
    }
  }

  @Override
  public void forget(Duration age) {
    int dropped;
    do {
      dropped =
          jdbc.sql(
                  """
                  DELETE FROM switch_mismatches WHERE id IN (
                    SELECT id FROM switch_mismatches
                    WHERE at < clock_timestamp() - make_interval(secs => ?)
                    LIMIT ?)
                  """)
              .params(age.toSeconds(), DROPPED_AT_ONCE)
              .update();
    } while (dropped == DROPPED_AT_ONCE);
  }
}
