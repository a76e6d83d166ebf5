package dev.mocha.postgres.rebuilding;

import static java.util.stream.Collectors.joining;

import dev.mocha.application.rebuilding.Comparison;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.MerchantId;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Compares generations in the database that holds them. Each look sees one moment of both. */
public final class GenerationComparison implements Comparison {

  private static final int LISTED = 100;
  private static final int LOOKS = 50;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A checksum, and what figures are broken down into, mean the same within a version only. */
  private static final Set<String> OF_ONE_VERSION = Set.of("breakdown", "checksum");

  private final DataSource reports;
  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;
  private final int looks;

  /**
   * @param reports connections that may take long for a statement
   * @param snapshot begins read-only transactions on them that see one state of the database
   */
  public GenerationComparison(DataSource reports, TransactionTemplate snapshot) {
    this(reports, snapshot, LOOKS);
  }

  /**
   * @param looks at a day until it differs
   */
  GenerationComparison(DataSource reports, TransactionTemplate snapshot, int looks) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
    this.snapshot = snapshot;
    this.looks = looks;
  }

  @Override
  public Findings between(Generation one, Generation other) {
    boolean sameVersion = one.version() == other.version();
    List<String> figures =
        columns("days", one.name(), other.name()).stream()
            .filter(it -> sameVersion || !OF_ONE_VERSION.contains(it))
            .toList();
    List<DayKey> differing = differing(one.name(), other.name(), figures, null);
    for (int look = 1; look < looks && !differing.isEmpty(); look++) {
      pause();
      differing = differing(one.name(), other.name(), figures, differing);
    }
    List<DayKey> days = differing;
    Findings findings =
        snapshot.execute(
            _ ->
                new Findings(
                    days.size(),
                    days.stream()
                        .limit(LISTED)
                        .map(
                            it ->
                                new DayDifference(
                                    "%s and %s".formatted(one.name(), other.name()),
                                    it.merchantId(),
                                    it.businessDate(),
                                    sameVersion
                                        ? fields(one.name(), other.name(), it)
                                        : figures(one.name(), other.name(), it, figures)))
                        .toList()));
    return findings.and(terms(one.name(), other.name()));
  }

  /** The columns that both have, each version having its own. */
  private List<String> columns(String table, String one, String other) {
    return jdbc.sql(
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
        .list();
  }

  private static String values(String alias, Collection<String> columns) {
    return columns.stream().map(it -> alias + "." + it).collect(joining(", ", "ROW(", ")"));
  }

  private List<DayKey> differing(
      String one, String other, Collection<String> figures, @Nullable List<DayKey> among) {
    String sql =
        """
        SELECT coalesce(a.merchant_id, b.merchant_id) AS merchant_id,
               coalesce(a.business_date, b.business_date) AS business_date
        FROM (SELECT * FROM %1$s.days %5$s) AS a
        FULL JOIN (SELECT * FROM %2$s.days %5$s) AS b
          ON (a.merchant_id, a.business_date) = (b.merchant_id, b.business_date)
        WHERE %3$s IS DISTINCT FROM %4$s
        ORDER BY business_date, merchant_id
        """
            .formatted(
                one,
                other,
                values("a", figures),
                values("b", figures),
                among == null
                    ? ""
                    : "JOIN unnest(:merchants, :dates) AS w (merchant_id, business_date)"
                        + " USING (merchant_id, business_date)");
    var query = jdbc.sql(sql);
    if (among != null) {
      query =
          query
              .param(
                  "merchants",
                  among.stream().map(it -> it.merchantId().value()).toArray(String[]::new))
              .param(
                  "dates",
                  among.stream().map(it -> Date.valueOf(it.businessDate())).toArray(Date[]::new));
    }
    return query.query((row, _) -> day(row)).list();
  }

  private List<FieldDifference> fields(String one, String other, DayKey day) {
    var left = new GenerationDays(reports, one);
    var right = new GenerationDays(reports, other);
    return FieldDifferences.of(
        left.summary(day), left.orders(day), right.summary(day), right.orders(day));
  }

  /** Another version's rows are not like ours: their columns tell. */
  private List<FieldDifference> figures(
      String one, String other, DayKey day, Collection<String> figures) {
    return jdbc.sql(
            """
            SELECT figure,
                   coalesce(to_jsonb(a) ->> figure, 'absent') AS one,
                   coalesce(to_jsonb(b) ->> figure, 'absent') AS other
            FROM unnest(:figures) AS figure
              LEFT JOIN %s.days AS a
                ON (a.merchant_id, a.business_date) = (:merchant, :date)
              LEFT JOIN %s.days AS b
                ON (b.merchant_id, b.business_date) = (:merchant, :date)
            WHERE to_jsonb(a) ->> figure IS DISTINCT FROM to_jsonb(b) ->> figure
            ORDER BY figure
            """
                .formatted(one, other))
        .param("figures", figures.toArray(String[]::new))
        .param("merchant", day.merchantId().value())
        .param("date", day.businessDate())
        .query(
            (row, _) ->
                new FieldDifference(
                    row.getString("figure"), row.getString("one"), row.getString("other")))
        .list();
  }

  private Findings terms(String one, String other) {
    List<String> columns = columns("merchant_terms", one, other);
    List<DayDifference> found =
        jdbc.sql(
                """
                SELECT merchant_id, coalesce(a.valid_from, b.valid_from)::date AS since,
                       %3$s::text AS one, %4$s::text AS other
                FROM %1$s.merchant_terms AS a FULL JOIN %2$s.merchant_terms AS b
                  USING (merchant_id, sequence)
                WHERE %3$s IS DISTINCT FROM %4$s
                ORDER BY merchant_id, since
                """
                    .formatted(one, other, values("a", columns), values("b", columns)))
            .query(
                (row, _) ->
                    new DayDifference(
                        "%s and %s".formatted(one, other),
                        new MerchantId(row.getString("merchant_id")),
                        row.getObject("since", LocalDate.class),
                        List.of(
                            new FieldDifference(
                                "terms",
                                String.valueOf(row.getString("one")),
                                String.valueOf(row.getString("other"))))))
            .list();
    return new Findings(found.size(), found.stream().limit(LISTED).toList());
  }

  @Override
  public Findings within(Generation generation) {
    var check = new RowCheck(reports, generation.name(), LISTED);
    return snapshot.execute(_ -> check.run());
  }

  static DayKey day(ResultSet row) throws SQLException {
    return new DayKey(
        new MerchantId(row.getString("merchant_id")),
        row.getObject("business_date", LocalDate.class));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("this process ends");
    }
  }
}
