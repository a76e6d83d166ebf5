package dev.mocha.postgres.rebuilding;

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
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Compares generations in the database that holds them. Each look sees one moment of both. */
public final class GenerationComparison implements Comparison {

  private static final int LISTED = 100;
  private static final int LOOKS = 50;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Columns that mean the same in every version. */
  private static final String FIGURES =
      """
      SELECT column_name FROM information_schema.columns
      WHERE table_schema = ? AND table_name = 'days'
        AND column_name NOT IN ('merchant_id', 'business_date')
      INTERSECT
      SELECT column_name FROM information_schema.columns
      WHERE table_schema = ? AND table_name = 'days' AND NOT (? AND column_name IN ('breakdown', 'checksum'))
      """;

  private final DataSource reports;
  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;

  /**
   * @param reports connections that may take long for a statement
   * @param snapshot begins read-only transactions on them that see one state of the database
   */
  public GenerationComparison(DataSource reports, TransactionTemplate snapshot) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
    this.snapshot = snapshot;
  }

  @Override
  public Findings between(Generation one, Generation other) {
    boolean sameVersion = one.version() == other.version();
    List<String> figures =
        jdbc.sql(FIGURES).params(one.name(), other.name(), !sameVersion).query(String.class).list();
    List<DayKey> differing = differing(one.name(), other.name(), figures, null);
    for (int look = 1; look < LOOKS && !differing.isEmpty(); look++) {
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
                        .map(it -> difference(one, other, it, sameVersion))
                        .toList()));
    return findings.and(terms(one.name(), other.name()));
  }

  private List<DayKey> differing(
      String one,
      String other,
      Collection<String> figures,
      @org.jspecify.annotations.Nullable List<DayKey> among) {
    String values =
        figures.stream().map(it -> "%1$s." + it).collect(Collectors.joining(", ", "(", ")"));
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
                values.formatted("a"),
                values.formatted("b"),
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

  private DayDifference difference(
      Generation one, Generation other, DayKey day, boolean sameVersion) {
    var left = new GenerationDays(reports, one.name());
    var right = new GenerationDays(reports, other.name());
    return new DayDifference(
        "%s and %s".formatted(one.name(), other.name()),
        day.merchantId(),
        day.businessDate(),
        FieldDifferences.of(
            left.summary(day),
            sameVersion ? left.orders(day) : List.of(),
            right.summary(day),
            sameVersion ? right.orders(day) : List.of()));
  }

  private Findings terms(String one, String other) {
    List<DayDifference> found =
        jdbc.sql(
                """
                SELECT merchant_id, coalesce(a.valid_from, b.valid_from)::date AS since,
                       a::text AS one, b::text AS other
                FROM %s.merchant_terms AS a FULL JOIN %s.merchant_terms AS b
                  USING (merchant_id, sequence)
                WHERE (a.*) IS DISTINCT FROM (b.*)
                ORDER BY merchant_id, since
                """
                    .formatted(one, other))
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
