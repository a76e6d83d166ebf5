package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.rebuilding.Verification.Findings;
import java.time.LocalDate;
import java.util.List;

/**
 * How many days differ, and the first 100 of each comparison by merchant and date with the first 50
 * fields that do.
 */
record DifferencesBody(long days, List<DayBody> items) {

  record DayBody(
      String compared,
      String merchantId,
      LocalDate date,
      List<FieldDifference> fields,
      int moreFields) {

    static DayBody of(DayDifference it) {
      return new DayBody(
          it.what(), it.merchantId().value(), it.date(), it.fields(), it.moreFields());
    }
  }

  static DifferencesBody of(Findings found) {
    return new DifferencesBody(found.days(), found.listed().stream().map(DayBody::of).toList());
  }
}
