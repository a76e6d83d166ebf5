package dev.mocha.postgres.rebuilding;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.process.Pause;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.DayFields;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.GenerationContents;
import dev.mocha.application.rebuilding.Verification;
import dev.mocha.application.reporting.ReportRows.DayKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
  private final GenerationContents contents;
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
    this.contents = new GenerationContentsQuery(reports);
    this.snapshot = snapshot;
    this.maxAttempts = maxAttempts;
  }

  /**
   * The rows that differ in one snapshot.
   *
   * @param offsets of both streams
   */
  private record Attempt(
      DifferingRows.Rows days, DifferingRows.Rows terms, List<Map<LogPartition, Long>> offsets) {

    long count() {
      return days.count() + terms.count();
    }

    /** More than the streams cause by writing to both. */
    boolean isTooMany() {
      return !days.isAll() || !terms.isAll();
    }

    /** Whether both streams have now read every record that one of them had read before. */
    boolean isComplete(Attempt before) {
      return offsets.stream()
          .allMatch(
              now ->
                  !now.isEmpty()
                      && before.offsets.stream()
                          .flatMap(it -> it.entrySet().stream())
                          .allMatch(it -> now.getOrDefault(it.getKey(), 0L) >= it.getValue()));
    }
  }

  /**
   * Compares until every row is certain, while streams write to both generations. Rows that are not
   * certain after the last attempt count as different.
   */
  @Override
  public DayDifferences between(Generation left, Generation right) {
    var rows = new DifferingRows(reports, left, right, MAX_REPEATED);
    Attempt attempt = snapshot.execute(_ -> attempt(rows, left, right, null));
    boolean isCertain = attempt.count() == 0 || attempt.isTooMany();
    for (int number = 1; number < maxAttempts && !isCertain; number++) {
      Pause.of(PAUSE);
      Attempt before = attempt;
      attempt = snapshot.execute(_ -> attempt(rows, left, right, before));
      isCertain =
          attempt.isTooMany()
              || (isCertain(Attempt::days, before, attempt)
                  && isCertain(Attempt::terms, before, attempt));
    }
    Attempt last = attempt;
    return last.count() == 0
        ? DayDifferences.NONE
        : snapshot.execute(_ -> differences(rows, last, left, right));
  }

  /** A row that is equal once is not compared again: the next event may be in one side only. */
  private Attempt attempt(
      DifferingRows rows, Generation left, Generation right, @Nullable Attempt before) {
    return new Attempt(
        rows.days(before == null ? null : before.days()),
        rows.terms(before == null ? null : before.terms()),
        Stream.of(left, right).map(it -> contents.streamOffsets(it.name())).toList());
  }

  /**
   * Rows that are now equal are certain. Rows that still differ are certain where both streams have
   * read what one of them had read before, and neither side changed.
   */
  private static boolean isCertain(
      Function<Attempt, DifferingRows.Rows> rows, Attempt before, Attempt after) {
    Map<DayKey, String> now = rows.apply(after).first();
    return now.isEmpty()
        || (after.isComplete(before)
            && rows.apply(before).first().entrySet().containsAll(now.entrySet()));
  }

  /** Compares few rows once more, so that rows and their fields are of one snapshot. */
  private DayDifferences differences(
      DifferingRows rows, Attempt last, Generation left, Generation right) {
    Attempt attempt = last.isTooMany() ? last : attempt(rows, left, right, last);
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
    return rows.first().keySet().stream().limit(MAX_LISTED).toList();
  }

  private List<FieldDifference> fields(Generation left, Generation right, DayKey day) {
    var ofLeft = new GenerationDays(reports, left.name());
    var ofRight = new GenerationDays(reports, right.name());
    return DayFields.differences(
        ofLeft.summary(day), ofLeft.orders(day), ofRight.summary(day), ofRight.orders(day));
  }

  @Override
  public DayDifferences within(Generation generation) {
    var days = new DayVerification(reports, generation.name(), MAX_LISTED);
    return snapshot.execute(_ -> days.run());
  }
}
