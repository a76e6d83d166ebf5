package dev.mocha.postgres.rebuilding;

import dev.mocha.application.rebuilding.FieldDifferences;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Verification;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.domain.ordering.MerchantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.sql.DataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Compares generations in the database that holds them. Each look sees one moment of both. */
public final class GenerationVerification implements Verification {

  private static final int LISTED = 100;

  /** Days that are looked at again. */
  private static final int FOLLOWED = 10_000;

  private static final int LOOKS = 50;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final DataSource reports;
  private final TransactionTemplate snapshot;
  private final int most;

  /**
   * @param reports connections that may take long for a statement
   * @param snapshot begins read-only transactions on them that see one state of the database
   */
  public GenerationVerification(DataSource reports, TransactionTemplate snapshot) {
    this(reports, snapshot, LOOKS);
  }

  /**
   * @param most looks at what differs
   */
  GenerationVerification(DataSource reports, TransactionTemplate snapshot, int most) {
    this.reports = reports;
    this.snapshot = snapshot;
    this.most = most;
  }

  /** What one look finds. */
  private record Look(DifferingRows.Found days, DifferingRows.Found terms) {

    long count() {
      return days.count() + terms.count();
    }

    /** More than come and go while both are written. */
    boolean isTooMany() {
      return !days.isAll() || !terms.isAll();
    }
  }

  /** A row that was alike in one look is left alone: the next event may be in one of them only. */
  @Override
  public Findings between(Generation one, Generation other) {
    var rows = new DifferingRows(reports, one, other, FOLLOWED);
    Look look = snapshot.execute(_ -> new Look(rows.days(null), rows.terms(null)));
    for (int looks = 1; looks < most && look.count() > 0 && !look.isTooMany(); looks++) {
      pause();
      look = again(rows, look);
    }
    Look last = look;
    return last.count() == 0
        ? Findings.NONE
        : snapshot.execute(_ -> findings(rows, last, one, other));
  }

  private Look again(DifferingRows rows, Look before) {
    return snapshot.execute(_ -> new Look(rows.days(before.days()), rows.terms(before.terms())));
  }

  /** Where few differ they are looked for again, so that rows and details are of one moment. */
  private Findings findings(DifferingRows rows, Look last, Generation one, Generation other) {
    Look look =
        last.isTooMany() ? last : new Look(rows.days(last.days()), rows.terms(last.terms()));
    var listed = new ArrayList<DayDifference>();
    String what = "%s and %s".formatted(one.name(), other.name());
    for (DayKey day : first(look.days())) {
      List<FieldDifference> fields =
          one.version() == other.version() ? fields(one, other, day) : rows.figuresOf(day);
      listed.add(DayDifference.of(what, day.merchantId(), day.businessDate(), fields));
    }
    for (DayKey since : first(look.terms())) {
      listed.add(
          DayDifference.of(
              what, since.merchantId(), since.businessDate(), rows.termsOf(since.merchantId())));
    }
    return new Findings(look.count(), listed);
  }

  private static List<DayKey> first(DifferingRows.Found found) {
    return found.first().stream().limit(LISTED).toList();
  }

  private List<FieldDifference> fields(Generation one, Generation other, DayKey day) {
    var left = new GenerationDays(reports, one.name());
    var right = new GenerationDays(reports, other.name());
    return FieldDifferences.of(
        left.summary(day), left.orders(day), right.summary(day), right.orders(day));
  }

  @Override
  public Findings within(Generation generation) {
    var check = new DayVerification(reports, generation.name(), LISTED);
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
