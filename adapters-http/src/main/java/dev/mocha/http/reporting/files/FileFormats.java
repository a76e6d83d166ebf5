package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.domain.ordering.OrderLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Amounts, times and order lines as people read them in files. Times are in the merchant's zone.
 */
final class FileFormats {

  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final int digits;
  private final DateTimeFormatter full;
  private final DateTimeFormatter time;

  FileFormats(DailyReport report) {
    digits = Math.max(report.currency().getDefaultFractionDigits(), 0);
    full = FULL.withZone(report.timeZone());
    time = TIME.withZone(report.timeZone());
  }

  /** An amount in the major unit. */
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

  /** The format of a spreadsheet cell with an amount. */
  String pattern() {
    return digits == 0 ? "#,##0" : "#,##0." + "0".repeat(digits);
  }

  /** Such as {@code 2018-07-26 12:12:33}. */
  String full(@Nullable Instant instant) {
    return instant == null ? "–" : full.format(instant);
  }

  /** Such as {@code 12:12:33}. */
  String time(Instant instant) {
    return time.format(instant);
  }

  /**
   * Order lines in one cell: {@code 2 x Nasi Goreng [ng] @ 25000 (pedas); 1 x ...}.
   *
   * @param money how an amount in the minor unit is written
   */
  static String lines(List<OrderLine> lines, LongFunction<String> money) {
    return lines.stream().map(it -> line(it, money)).collect(Collectors.joining("; "));
  }

  /** The same in at most so many UTF-16 units, with the number of lines that do not fit. */
  static String lines(List<OrderLine> lines, LongFunction<String> money, int limit) {
    String all = lines(lines, money);
    for (int fit = lines.size() - 1; all.length() > limit && fit >= 0; fit--) {
      all = lines(lines.subList(0, fit), money) + "; and %d more".formatted(lines.size() - fit);
    }
    return all;
  }

  private static String line(OrderLine line, LongFunction<String> money) {
    return "%d x %s [%s] @ %s%s"
        .formatted(
            line.quantity(),
            line.name(),
            line.sku(),
            money.apply(line.unitPrice()),
            line.note() == null ? "" : " (" + line.note() + ")");
  }
}
