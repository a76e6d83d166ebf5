package dev.mocha.http.reporting.files;

import dev.mocha.domain.ordering.OrderLine;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** The lines of an order in one cell: {@code 2 x Nasi Goreng [ng] @ 25000 (pedas); 1 x ...}. */
final class Lines {

  private Lines() {}

  /**
   * As one text.
   *
   * @param money how an amount in the minor unit is written
   */
  static String of(List<OrderLine> lines, LongFunction<String> money) {
    return lines.stream().map(it -> of(it, money)).collect(Collectors.joining("; "));
  }

  /** The same in at most so many UTF-16 units; it says how many lines did not fit. */
  static String of(List<OrderLine> lines, LongFunction<String> money, int limit) {
    String all = of(lines, money);
    for (int fit = lines.size() - 1; all.length() > limit && fit >= 0; fit--) {
      all = of(lines.subList(0, fit), money) + "; and %d more".formatted(lines.size() - fit);
    }
    return all;
  }

  private static String of(OrderLine line, LongFunction<String> money) {
    return "%d x %s [%s] @ %s%s"
        .formatted(
            line.quantity(),
            line.name(),
            line.sku(),
            money.apply(line.unitPrice()),
            line.note() == null ? "" : " (" + line.note() + ")");
  }
}
