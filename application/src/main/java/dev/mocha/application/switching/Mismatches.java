package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Counted;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples of answers that differ, kept for a time. */
public interface Mismatches {

  /** Keeps one, unless very many of its kind came in the last minute. */
  void keep(Mismatch mismatch);

  /** The latest first; of one kind where one is named. */
  List<Mismatch> latest(@Nullable Counted kind, int most);

  /** Drops those that are older. */
  void forget(Duration age);

  /**
   * Two answers that differ.
   *
   * @param oldCompleteTo what the old path's answer was complete to
   * @param newCompleteTo what the new path's answer was complete to
   * @param fields some that differ, with what concerns persons made unreadable
   * @param differing how many differ
   */
  record Mismatch(
      Instant at,
      long term,
      String merchantId,
      LocalDate date,
      Counted kind,
      Instant oldCompleteTo,
      Instant newCompleteTo,
      int differing,
      List<Field> fields) {}

  /** A field by its path; null where an answer has not got it. */
  record Field(String path, @Nullable String old, @Nullable String young) {}
}
