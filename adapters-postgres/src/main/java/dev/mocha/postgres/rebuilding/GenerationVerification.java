package dev.mocha.postgres.rebuilding;

import dev.mocha.application.rebuilding.FieldDifferences;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Verification;
import dev.mocha.application.reporting.ReportRows.DayKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.sql.DataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Compares generations in their database. Each comparison reads both in one snapshot. */
final class GenerationVerification implements Verification {

  /** Days that are listed. */
  private static final int MAX_LISTED = 100;

  /** Days that are compared again. */
  private static final int MAX_REPEATED = 10_000;

  private static final int MAX_ATTEMPTS = 50;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final DataSource reports;
  private final TransactionTemplate snapshot;
  private final int maxAttempts;

  /**
   * @param reports connections whose statements may take long
   * @param snapshot read-only transactions on them that read one snapshot
   */
  GenerationVerification(DataSource reports, TransactionTemplate snapshot) {
    this(reports, snapshot, MAX_ATTEMPTS);
  }

  /**
   * @param maxAttempts how often rows that differ are compared
   */
  GenerationVerification(DataSource reports, TransactionTemplate snapshot, int maxAttempts) {
    this.reports = reports;
    this.snapshot = snapshot;
    this.maxAttempts = maxAttempts;
  }

  /** The rows that differ in one snapshot. */
  private record Attempt(DifferingRows.Rows days, DifferingRows.Rows terms) {

    long count() {
      return days.count() + terms.count();
    }

    /** More than the streams cause by writing to both. */
    boolean isTooMany() {
      return !days.isAll() || !terms.isAll();
    }
  }

  /** A row that is equal once is not compared again: the next event may be in one side only. */
  @Override
  public DayDifferences between(Generation left, Generation right) {
    var rows = new DifferingRows(reports, left, right, MAX_REPEATED);
    Attempt attempt = snapshot.execute(_ -> new Attempt(rows.days(null), rows.terms(null)));
    for (int number = 1;
        number < maxAttempts && attempt.count() > 0 && !attempt.isTooMany();
        number++) {
      pause();
      attempt = repeat(rows, attempt);
    }
    Attempt last = attempt;
    return last.count() == 0
        ? DayDifferences.NONE
        : snapshot.execute(_ -> differences(rows, last, left, right));
  }

  private Attempt repeat(DifferingRows rows, Attempt before) {
    return snapshot.execute(_ -> new Attempt(rows.days(before.days()), rows.terms(before.terms())));
  }

  /** Compares few rows once more, so that rows and their fields are of one snapshot. */
  private DayDifferences differences(
      DifferingRows rows, Attempt last, Generation left, Generation right) {
    Attempt attempt =
        last.isTooMany() ? last : new Attempt(rows.days(last.days()), rows.terms(last.terms()));
    var listed = new ArrayList<DayDifference>();
    String comparison = "%s and %s".formatted(left.name(), right.name());
    for (DayKey day : first(attempt.days())) {
      List<FieldDifference> fields =
          left.version() == right.version() ? fields(left, right, day) : rows.figuresOf(day);
      listed.add(DayDifference.of(comparison, day.merchantId(), day.businessDate(), fields));
    }
    for (DayKey since : first(attempt.terms())) {
      listed.add(
          DayDifference.of(
              comparison,
              since.merchantId(),
              since.businessDate(),
              rows.termsOf(since.merchantId())));
    }
    return new DayDifferences(attempt.count(), listed);
  }

  private static List<DayKey> first(DifferingRows.Rows rows) {
    return rows.first().stream().limit(MAX_LISTED).toList();
  }

  private List<FieldDifference> fields(Generation left, Generation right, DayKey day) {
    var ofLeft = new GenerationDays(reports, left.name());
    var ofRight = new GenerationDays(reports, right.name());
    return FieldDifferences.of(
        ofLeft.summary(day), ofLeft.orders(day), ofRight.summary(day), ofRight.orders(day));
  }

  @Override
  public DayDifferences within(Generation generation) {
    var days = new DayVerification(reports, generation.name(), MAX_LISTED);
    return snapshot.execute(_ -> days.run());
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
