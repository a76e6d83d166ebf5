package dev.mocha.postgres.rebuilding;

import static java.util.stream.Collectors.joining;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.reporting.ReportTables;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows that differ between two generations, in the columns that both have: those have the same
 * meaning in every version. Reads in the caller's transaction.
 */
final class DifferingRows {

  private static final String DAYS =
      "(merchant_id, business_date) IN (SELECT * FROM unnest(:merchants, :dates))";

  private static final String MERCHANTS = "merchant_id IN (SELECT unnest(:merchants))";

  private final JdbcClient jdbc;
  private final String left;
  private final String right;
  private final int limit;
  private final List<String> figures;
  private final List<String> terms;

  /**
   * Rows that differ.
   *
   * @param first the keys of at most the limit of rows, each with a fingerprint of both sides
   * @param isAll whether no row was left out
   */
  record Rows(long count, Map<DayKey, String> first, boolean isAll) {}

  /**
   * @param limit of rows that are returned
   */
  DifferingRows(DataSource reports, Generation left, Generation right, int limit) {
    this.jdbc = JdbcClient.create(reports);
    this.left = left.name();
    this.right = right.name();
    this.limit = limit;
    this.figures = columns("days", "merchant_id", "business_date", "seal_due", "ends_at");
    this.terms = columns("merchant_terms", "merchant_id", "sequence");
    if (left.version() != right.version()) {
      figures.removeAll(List.of("breakdown", "checksum"));
    }
  }

  private List<String> columns(String table, String... keys) {
    var columns =
        new ArrayList<>(
            jdbc.sql(
                    """
                    SELECT column_name FROM information_schema.columns
                    WHERE table_schema = :left AND table_name = :table
                    INTERSECT
                    SELECT column_name FROM information_schema.columns
                    WHERE table_schema = :right AND table_name = :table
                    ORDER BY column_name
                    """)
                .param("left", left)
                .param("right", right)
                .param("table", table)
                .query(String.class)
                .list());
    columns.removeAll(List.of(keys));
    return columns;
  }

  /**
   * Days whose figures differ.
   *
   * @param among the days to compare; null for all
   */
  Rows days(@Nullable Rows among) {
    return rows(
        among,
        """
        SELECT merchant_id, business_date, md5(%3$s::text || %4$s::text) AS fingerprint
        FROM %1$s AS a FULL JOIN %2$s AS b USING (merchant_id, business_date)
        WHERE %3$s IS DISTINCT FROM %4$s
        """
            .formatted(
                some(left + ".days", among, DAYS),
                some(right + ".days", among, DAYS),
                tuple("a", figures),
                tuple("b", figures)));
  }

  /**
   * Terms of merchants that differ, each with the day since which they are valid.
   *
   * @param among the merchants to compare; null for all
   */
  Rows terms(@Nullable Rows among) {
    return rows(
        among,
        """
        SELECT merchant_id, coalesce(a.valid_from, b.valid_from)::date AS business_date,
               md5(%3$s::text || %4$s::text) AS fingerprint
        FROM %1$s AS a FULL JOIN %2$s AS b USING (merchant_id, sequence)
        WHERE %3$s IS DISTINCT FROM %4$s
        """
            .formatted(
                some(left + ".merchant_terms", among, MERCHANTS),
                some(right + ".merchant_terms", among, MERCHANTS),
                tuple("a", terms),
                tuple("b", terms)));
  }

  private static String some(String table, @Nullable Rows among, String condition) {
    return among == null ? table : "(SELECT * FROM %s WHERE %s)".formatted(table, condition);
  }

  private static String tuple(String alias, List<String> columns) {
    return columns.stream().map(it -> alias + "." + it).collect(joining(", ", "ROW(", ")"));
  }

  private Rows rows(@Nullable Rows among, String differing) {
    var first = new LinkedHashMap<DayKey, String>();
    var counted = new ArrayList<Long>();
    Set<DayKey> wanted = among == null ? Set.of() : among.first().keySet();
    jdbc.sql(
            """
            SELECT *, count(*) OVER () AS differing FROM (%s) AS rows
            ORDER BY business_date, merchant_id, fingerprint LIMIT :limit
            """
                .formatted(differing))
        .param("limit", limit)
        .param(
            "merchants", wanted.stream().map(it -> it.merchantId().value()).toArray(String[]::new))
        .param(
            "dates",
            wanted.stream().map(it -> Date.valueOf(it.businessDate())).toArray(Date[]::new))
        .query(
            row -> {
              first.merge(ReportTables.key(row), row.getString("fingerprint"), String::concat);
              counted.add(row.getLong("differing"));
            });
    long count = counted.isEmpty() ? 0 : counted.getFirst();
    boolean isAll = count == counted.size();
    return new Rows(isAll ? first.size() : count, first, isAll);
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

  /** The terms of a merchant that differ. */
  List<FieldDifference> termsOf(MerchantId merchant) {
    return fields(
        terms,
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
            .map(it -> "a.%1$s::text AS left_%1$s, b.%1$s::text AS right_%1$s".formatted(it))
            .collect(joining(", "));
    return jdbc
        .sql(sql.formatted(values, left, right))
        .params(keys)
        .query(
            (row, _) ->
                FieldDifference.between(
                    values(row, "left_", columns), values(row, "right_", columns)))
        .list()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static Map<String, String> values(ResultSet row, String side, List<String> columns)
      throws SQLException {
    var values = new HashMap<String, String>();
    for (String column : columns) {
      String value = row.getString(side + column);
      if (value != null) {
        values.put(column, value);
      }
    }
    return values;
  }
}
