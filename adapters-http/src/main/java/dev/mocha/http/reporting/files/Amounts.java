package dev.mocha.http.reporting.files;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/** Amounts of a currency as people read them. */
final class Amounts {

  private final int digits;

  Amounts(Currency currency) {
    digits = Math.max(currency.getDefaultFractionDigits(), 0);
  }

  BigDecimal major(long minorUnits) {
    return BigDecimal.valueOf(minorUnits, digits);
  }

  /** Such as {@code 1234.50}. */
  String plain(long minorUnits) {
    return major(minorUnits).toPlainString();
  }

  /** Such as {@code 1,234.50}. */
  String grouped(long minorUnits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", major(minorUnits));
  }

  /** The format of a spreadsheet's cell. */
  String pattern() {
    return digits == 0 ? "#,##0" : "#,##0." + "0".repeat(digits);
  }
}
