package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import java.time.LocalDate;
import java.util.List;

/**
 * How many days differ; of each comparison the first 100 by merchant and date, each with the first
 * 50 fields that differ.
 */
record DifferencesBody(long differingDays, List<DayBody> items) {

  record DayBody(
      String comparison,
      String merchantId,
      LocalDate date,
      List<FieldDifference> fields,
      int moreFields) {

    static DayBody of(DayDifference it) {
      return new DayBody(
          it.comparison(), it.merchantId().value(), it.date(), it.fields(), it.moreFields());
    }
  }

  static DifferencesBody of(DayDifferences differences) {
    return new DifferencesBody(
        differences.total(), differences.first().stream().map(DayBody::of).toList());
  }
}
