package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.sql.Columns.at;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.SealedDays;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Span;
import dev.mocha.postgres.reporting.ReportStatement.Answer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals days of the live generation. It skips rows that another transaction writes at this time:
 * that write makes the day due again, and neither side waits for the other.
 */
final class SealedDaysTable implements SealedDays {

  /** The advisory lock of sealing, and of work during which nothing may be sealed. */
  static final String LOCK = "hashtext('mocha seals')";

  /** The end of a day of an unknown merchant; its terms make the day due again. */
  private static final OffsetDateTime NEVER = OffsetDateTime.MAX;

  /**
   * The days that are over. A dead letter of the merchant may hold back what its days are complete
   * to.
   */
  private static final String OVER =
      """
      seal_due AND ends_at <= (
        SELECT min(coalesce(complete_to, to_timestamp(0))) FROM stream_offsets
        WHERE stream = '%1$s')
      AND NOT EXISTS (
        SELECT FROM dead_letters AS dead_letter
        WHERE dead_letter.stream = '%1$s'
          AND dead_letter.record_key = convert_to(day.merchant_id, 'UTF8')
          AND coalesce(dead_letter.complete_to, to_timestamp(0)) < day.ends_at)
      """;

  /** Days whose end is not known yet come first. */
  private static final String DUE =
      """
      SELECT merchant_id, business_date, checksum,
             (SELECT checksum FROM %1$s.days AS other
              WHERE (other.merchant_id, other.business_date)
                = (due.merchant_id, due.business_date - 1)) AS day_before,
             (SELECT checksum FROM %1$s.days AS other
              WHERE (other.merchant_id, other.business_date)
                = (due.merchant_id, due.business_date - 7)) AS week_before,
             (SELECT max(sequence) FROM %1$s.merchant_terms AS terms
              WHERE terms.merchant_id = due.merchant_id) AS terms_sequence
      FROM (
        (SELECT merchant_id, business_date, checksum, ends_at FROM %1$s.days
         WHERE seal_due AND ends_at IS NULL
         ORDER BY ends_at DESC NULLS FIRST, business_date DESC LIMIT :limit)
        UNION ALL
        (SELECT merchant_id, business_date, checksum, ends_at FROM %1$s.days AS day
         WHERE %2$s
         ORDER BY ends_at DESC NULLS FIRST, business_date DESC LIMIT :limit)
      ) AS due
      ORDER BY ends_at DESC NULLS FIRST, business_date DESC
      LIMIT :limit
      """;

  private static final String SEAL =
      """
      INSERT INTO %s.sealed_days (merchant_id, business_date, day_end, checksum, day_before,
                                  week_before, terms_sequence, refunds_from, refunds_to, refunds,
                                  document)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (merchant_id, business_date) DO UPDATE SET
        day_end = excluded.day_end, checksum = excluded.checksum, day_before = excluded.day_before,
        week_before = excluded.week_before, terms_sequence = excluded.terms_sequence,
        refunds_from = excluded.refunds_from, refunds_to = excluded.refunds_to,
        refunds = excluded.refunds, document = excluded.document
      """;

  private static final String SET_CHECKED =
      """
      UPDATE %1$s.days AS day
      SET ends_at = ?,
          seal_due = ? OR EXISTS (
            SELECT FROM %1$s.sealed_days AS seal
            WHERE (seal.merchant_id, seal.business_date) = (day.merchant_id, day.business_date)
              AND seal.refunds <> (
                SELECT coalesce(sum(amount), 0) FROM %1$s.refunds AS made
                WHERE made.merchant_id = seal.merchant_id
                  AND refunded_at >= seal.refunds_from AND refunded_at < seal.refunds_to))
      WHERE (merchant_id, business_date) IN (
        SELECT merchant_id, business_date FROM %1$s.days
        WHERE merchant_id = ? AND business_date = ? AND checksum = ?
        FOR UPDATE SKIP LOCKED)
      """;

  /** The days whose trend contains this day as it was. */
  private static final String IN_TREND =
      """
      UPDATE %1$s.days SET seal_due = true
      WHERE (merchant_id, business_date) IN (
        SELECT day.merchant_id, day.business_date
        FROM %1$s.days AS day JOIN %1$s.sealed_days AS seal USING (merchant_id, business_date)
        WHERE merchant_id = ? AND business_date IN (?::date + 1, ?::date + 7)
          AND CASE business_date - ?::date
                WHEN 1 THEN seal.day_before ELSE seal.week_before END IS DISTINCT FROM ?
          AND NOT day.seal_due
        FOR UPDATE OF day SKIP LOCKED)
      """;

  private final LiveGeneration live;
  private final JdbcTemplate statements;
  private final JdbcClient jdbc;
  private final ReportStatement reports;
  private final TransactionTemplate transaction;
  private final TransactionTemplate snapshot;

  /**
   * @param snapshot begins separate read-only transactions with one consistent view of the database
   */
  SealedDaysTable(
      DataSource reports,
      TransactionTemplate transaction,
      TransactionTemplate snapshot,
      LiveGeneration live) {
    this.live = live;
    this.statements = new JdbcTemplate(reports);
    this.jdbc = JdbcClient.create(reports);
    this.reports = new ReportStatement(reports, live.version());
    this.transaction = transaction;
    this.snapshot = snapshot;
  }

  /**
   * A due day, and what its report is made of.
   *
   * @param termsSequence of the last terms; null for an unknown merchant
   */
  private record DueDay(
      DayKey key,
      long checksum,
      @Nullable Long dayBefore,
      @Nullable Long weekBefore,
      long termsSequence) {

    static DueDay read(ResultSet row) throws SQLException {
      return new DueDay(
          ReportTables.key(row),
          row.getLong("checksum"),
          row.getObject("day_before", Long.class),
          row.getObject("week_before", Long.class),
          row.getLong("terms_sequence"));
    }
  }

  /**
   * The result of checking a day.
   *
   * @param due whether the day must be checked again without a change
   * @param seal null when the day cannot be sealed yet
   */
  private record CheckedDay(DueDay day, OffsetDateTime endsAt, boolean due, @Nullable Seal seal) {}

  /**
   * The seal of a day.
   *
   * @param refundsOver the span in which a refund counts for this day
   * @param refunds the sum of the refunds made in that span
   */
  @SuppressWarnings("ArrayRecordComponent") // written, never compared
  private record Seal(Span refundsOver, long refunds, byte[] document) {}

  @Override
  public Portion seal(int limit, ReportEncoder encoder) {
    Optional<String> generation = live.find();
    if (generation.isEmpty()) {
      return Portion.NONE;
    }
    return transaction.execute(
        _ ->
            jdbc.sql("SELECT pg_try_advisory_xact_lock(%s)".formatted(LOCK))
                    .query(Boolean.class)
                    .single()
                ? portion(generation.get(), limit, encoder)
                : Portion.NONE);
  }

  private Portion portion(String generation, int limit, ReportEncoder encoder) {
    List<CheckedDay> checked =
        snapshot.execute(
            _ ->
                due(generation, limit).stream().map(it -> check(generation, it, encoder)).toList());
    List<CheckedDay> sealed = checked.stream().filter(it -> it.seal() != null).toList();
    write(generation, sealed);
    setChecked(generation, checked);
    return new Portion(checked.size(), sealed.size());
  }

  private List<DueDay> due(String generation, int limit) {
    return jdbc.sql(DUE.formatted(generation, OVER.formatted(generation)))
        .param("limit", limit)
        .query((row, _) -> DueDay.read(row))
        .list();
  }

  private CheckedDay check(String generation, DueDay day, ReportEncoder encoder) {
    DayKey key = day.key();
    Answer answer =
        reports.ask(
            generation,
            key.merchantId(),
            key.businessDate(),
            OrderQuery.first(ReportEncoder.FIRST_ORDERS));
    DailyReport report = answer.report();
    Merchant merchant = answer.merchant();
    if (report == null || merchant == null) {
      return new CheckedDay(day, NEVER, false, null);
    }
    return new CheckedDay(
        day,
        report.dayEnd().atOffset(ZoneOffset.UTC),
        report.completeTo().isBefore(report.dayEnd()),
        report.isFinal()
            ? seal(generation, key, merchant.spanOf(key.businessDate()), encoder.document(report))
            : null);
  }

  private Seal seal(String generation, DayKey key, Span span, byte[] document) {
    long refunds =
        jdbc.sql(
                """
                SELECT coalesce(sum(amount), 0) FROM %s.refunds
                WHERE merchant_id = ? AND refunded_at >= ? AND refunded_at < ?
                """
                    .formatted(generation))
            .params(key.merchantId().value(), at(span.from()), at(span.to()))
            .query(Long.class)
            .single();
    return new Seal(span, refunds, document);
  }

  private void write(String generation, List<CheckedDay> sealed) {
    statements.batchUpdate(
        SEAL.formatted(generation),
        sealed,
        Math.max(1, sealed.size()),
        (row, it) -> {
          row.setString(1, it.day().key().merchantId().value());
          row.setObject(2, it.day().key().businessDate());
          row.setObject(3, it.endsAt());
          row.setLong(4, it.day().checksum());
          row.setObject(5, it.day().dayBefore(), Types.BIGINT);
          row.setObject(6, it.day().weekBefore(), Types.BIGINT);
          row.setLong(7, it.day().termsSequence());
          Seal seal = Objects.requireNonNull(it.seal());
          row.setObject(8, at(seal.refundsOver().from()));
          row.setObject(9, at(seal.refundsOver().to()));
          row.setLong(10, seal.refunds());
          row.setBytes(11, seal.document());
        });
  }

  private void setChecked(String generation, List<CheckedDay> checked) {
    var parameters = new ArrayList<Object[]>();
    var changed = new ArrayList<Object[]>();
    for (CheckedDay it : checked) {
      String merchant = it.day().key().merchantId().value();
      LocalDate date = it.day().key().businessDate();
      long checksum = it.day().checksum();
      parameters.add(new Object[] {it.endsAt(), it.due(), merchant, date, checksum});
      if (!it.due()) {
        changed.add(new Object[] {merchant, date, date, date, checksum});
      }
    }
    statements.batchUpdate(SET_CHECKED.formatted(generation), parameters);
    statements.batchUpdate(IN_TREND.formatted(generation), changed);
  }

  @Override
  public long due() {
    return live.find()
        .map(
            generation ->
                jdbc.sql(
                        """
                        SELECT count(*) FROM %1$s.days AS day
                        WHERE (seal_due AND ends_at IS NULL) OR (%2$s)
                        """
                            .formatted(generation, OVER.formatted(generation)))
                    .query(Long.class)
                    .single())
        .orElse(0L);
  }
}
