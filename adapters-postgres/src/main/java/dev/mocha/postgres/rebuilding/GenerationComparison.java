package dev.mocha.postgres.rebuilding;

import dev.mocha.application.rebuilding.Comparison;
import dev.mocha.application.rebuilding.Generation;
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
public final class GenerationComparison implements Comparison {

  private static final int LISTED = 100;
  private static final int LOOKS = 50;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final DataSource reports;
  private final TransactionTemplate snapshot;
  private final int most;

  /**
   * @param reports connections that may take long for a statement
   * @param snapshot begins read-only transactions on them that see one state of the database
   */
  public GenerationComparison(DataSource reports, TransactionTemplate snapshot) {
    this(reports, snapshot, LOOKS);
  }

  /**
   * @param most looks at what differs
   */
  GenerationComparison(DataSource reports, TransactionTemplate snapshot, int most) {
    this.reports = reports;
    this.snapshot = snapshot;
    this.most = most;
  }

  /** What one look finds, and the details that the last one adds. */
  private record Look(DifferingRows.Found days, DifferingRows.Found terms) {

    long count() {
      return days.count() + terms.count();
    }
  }

  @Override
  public Findings between(Generation one, Generation other) {
    var rows = new DifferingRows(reports, one, other, LISTED);
    Look look = look(rows);
    for (int looks = 1; looks < most && look.count() > 0; looks++) {
      pause();
      look = look(rows);
    }
    return look.count() == 0 ? Findings.NONE : snapshot.execute(_ -> findings(rows, one, other));
  }

  private Look look(DifferingRows rows) {
    return snapshot.execute(_ -> new Look(rows.days(), rows.terms()));
  }

  /** Taken again, so that rows and details are of one moment. */
  private Findings findings(DifferingRows rows, Generation one, Generation other) {
    var look = new Look(rows.days(), rows.terms());
    var listed = new ArrayList<DayDifference>();
    String what = "%s and %s".formatted(one.name(), other.name());
    for (DayKey day : look.days().listed()) {
      List<FieldDifference> fields =
          one.version() == other.version() ? fields(one, other, day) : rows.figuresOf(day);
      listed.add(new DayDifference(what, day.merchantId(), day.businessDate(), fields));
    }
    for (DayKey since : look.terms().listed()) {
      listed.add(
          new DayDifference(
              what, since.merchantId(), since.businessDate(), rows.termsOf(since.merchantId())));
    }
    return new Findings(look.count(), listed);
  }

  private List<FieldDifference> fields(Generation one, Generation other, DayKey day) {
    var left = new GenerationDays(reports, one.name());
    var right = new GenerationDays(reports, other.name());
    return FieldDifferences.of(
        left.summary(day), left.orders(day), right.summary(day), right.orders(day));
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
