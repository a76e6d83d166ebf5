package dev.mocha.postgres.rebuilding;

import static java.util.stream.Collectors.joining;

import dev.mocha.application.rebuilding.FieldDifferences;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.MerchantId;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of two generations that differ, in the columns that both have: those that mean the same
 * in every version. In the caller's transaction.
 */
final class DifferingRows {

  private static final String DAYS =
      "(merchant_id, business_date) IN (SELECT * FROM unnest(:merchants, :dates))";

  private static final String MERCHANTS = "merchant_id IN (SELECT unnest(:merchants))";

  private final JdbcClient jdbc;
  private final String one;
  private final String other;
  private final int most;
  private final List<String> figures;
  private final List<String> agreed;

  /**
   * Rows that differ.
   *
   * @param first of them, all unless there are very many
   */
  record Found(long count, List<DayKey> first) {

    boolean isAll() {
      return count == first.size();
    }
  }

  /**
   * @param most that are named
   */
  DifferingRows(DataSource reports, Generation one, Generation other, int most) {
    this.jdbc = JdbcClient.create(reports);
    this.one = one.name();
    this.other = other.name();
    this.most = most;
    this.figures = columns("days", "merchant_id", "business_date", "seal_due", "ends_at");
    this.agreed = columns("merchant_terms", "merchant_id", "sequence");
    if (one.version() != other.version()) {
      figures.removeAll(List.of("breakdown", "checksum"));
    }
  }

  private List<String> columns(String table, String... keys) {
    var columns =
        new ArrayList<>(
            jdbc.sql(
                    """
                    SELECT column_name FROM information_schema.columns
                    WHERE table_schema = :one AND table_name = :table
                    INTERSECT
                    SELECT column_name FROM information_schema.columns
                    WHERE table_schema = :other AND table_name = :table
                    ORDER BY column_name
                    """)
                .param("one", one)
                .param("other", other)
                .param("table", table)
                .query(String.class)
                .list());
    columns.removeAll(List.of(keys));
    return columns;
  }

  /**
   * Days with other figures.
   *
   * @param among to be looked at; null for all
   */
  Found days(@Nullable Found among) {
    return found(
        among,
        """
        SELECT merchant_id, business_date
        FROM %s AS a FULL JOIN %s AS b USING (merchant_id, business_date)
        WHERE %s IS DISTINCT FROM %s
        """
            .formatted(
                some(one + ".days", among, DAYS),
                some(other + ".days", among, DAYS),
                tuple("a", figures),
                tuple("b", figures)));
  }

  /**
   * Terms of merchants that differ, each with the day since when they hold.
   *
   * @param among the merchants to be looked at; null for all
   */
  Found terms(@Nullable Found among) {
    return found(
        among,
        """
        SELECT merchant_id, coalesce(a.valid_from, b.valid_from)::date AS business_date
        FROM %s AS a FULL JOIN %s AS b USING (merchant_id, sequence)
        WHERE %s IS DISTINCT FROM %s
        """
            .formatted(
                some(one + ".merchant_terms", among, MERCHANTS),
                some(other + ".merchant_terms", among, MERCHANTS),
                tuple("a", agreed),
                tuple("b", agreed)));
  }

  private static String some(String table, @Nullable Found among, String condition) {
    return among == null ? table : "(SELECT * FROM %s WHERE %s)".formatted(table, condition);
  }

  private static String tuple(String alias, List<String> columns) {
    return columns.stream().map(it -> alias + "." + it).collect(joining(", ", "(", ")"));
  }

  private Found found(@Nullable Found among, String differing) {
    var first = new ArrayList<DayKey>();
    var counted = new ArrayList<Long>();
    List<DayKey> wanted = among == null ? List.of() : among.first();
    jdbc.sql(
            """
            SELECT *, count(*) OVER () AS differing FROM (%s) AS rows
            ORDER BY business_date, merchant_id LIMIT :most
            """
                .formatted(differing))
        .param("most", most)
        .param(
            "merchants", wanted.stream().map(it -> it.merchantId().value()).toArray(String[]::new))
        .param(
            "dates",
            wanted.stream().map(it -> Date.valueOf(it.businessDate())).toArray(Date[]::new))
        .query(
            row -> {
              first.add(GenerationVerification.day(row));
              counted.add(row.getLong("differing"));
            });
    return new Found(counted.isEmpty() ? 0 : counted.getFirst(), first);
  }

  /** The figures of a day that differ. */
  List<FieldDifference> figuresOf(DayKey day) {
    return fields(
        figures,
        """
        SELECT %s FROM %s.days AS a FULL JOIN %s.days AS b USING (merchant_id, business_date)
        WHERE merchant_id = ? AND business_date = ?
        """,
        day.merchantId().value(),
        day.businessDate());
  }

  /** What differs in the terms of a merchant. */
  List<FieldDifference> termsOf(MerchantId merchant) {
    return fields(
        agreed,
        """
        SELECT %s FROM %s.merchant_terms AS a FULL JOIN %s.merchant_terms AS b
          USING (merchant_id, sequence)
        WHERE merchant_id = ?
        """,
        merchant.value());
  }

  private List<FieldDifference> fields(List<String> columns, String sql, Object... keys) {
    String values =
        columns.stream()
            .map(it -> "a.%1$s::text AS one_%1$s, b.%1$s::text AS other_%1$s".formatted(it))
            .collect(joining(", "));
    var fields = new ArrayList<FieldDifference>();
    jdbc.sql(sql.formatted(values, one, other))
        .params(keys)
        .query(
            row -> {
              for (String column : columns) {
                String left =
                    Objects.toString(row.getString("one_" + column), FieldDifferences.ABSENT);
                String right =
                    Objects.toString(row.getString("other_" + column), FieldDifferences.ABSENT);
                if (!left.equals(right)) {
                  fields.add(new FieldDifference(column, left, right));
                }
              }
            });
    return fields;
  }
}
