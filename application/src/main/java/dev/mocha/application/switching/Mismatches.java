package dev.mocha.application.switching;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples of mismatches, kept for a time. */
public interface Mismatches {

  /** Keeps a mismatch, unless there were very many of its kind in the last minute. */
  void add(Mismatch mismatch);

  /** The latest first; of one kind where one is given. */
  List<Mismatch> latest(@Nullable Kind kind, int limit);

  void dropOlderThan(Duration retention);

  /**
   * Two responses that differ.
   *
   * @param primaryCompleteTo what the response of the primary is complete to
   * @param candidateCompleteTo what the response of the candidate is complete to
   * @param differingFields how many fields differ
   * @param fields some of them, the primary on the left, with personal data hashed
   */
  record Mismatch(
      Instant at,
      long epoch,
      String merchantId,
      LocalDate date,
      Kind kind,
      Instant primaryCompleteTo,
      Instant candidateCompleteTo,
      int differingFields,
      List<FieldDifference> fields) {}
}
