package dev.mocha.http.rebuilding;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
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
      List<FieldBody> fields,
      int moreFields) {

    static DayBody of(DayDifference it) {
      return new DayBody(
          it.comparison(),
          it.merchantId().value(),
          it.date(),
          it.fields().stream().map(FieldBody::of).toList(),
          it.moreFields());
    }
  }

  record FieldBody(String field, String left, String right) {

    static FieldBody of(FieldDifference it) {
      return new FieldBody(it.field(), it.leftText(), it.rightText());
    }
  }

  static DifferencesBody of(DayDifferences differences) {
    return new DifferencesBody(
        differences.total(), differences.first().stream().map(DayBody::of).toList());
  }
}
