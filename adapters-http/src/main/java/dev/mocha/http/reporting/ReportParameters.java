package dev.mocha.http.reporting;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the parameters that report queries share. */
public final class ReportParameters {

  /** The default number of orders on a page. */
  public static final String DEFAULT_LIMIT = "" + ReportEncoder.FIRST_ORDERS;

  /** The maximum length of a search text. */
  public static final int MAX_TEXT = 100;

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private ReportParameters() {}

  /** The merchant id of a path. A malformed id gets the same answer as an unknown merchant. */
  public static MerchantId merchant(String text) {
    try {
      return new MerchantId(text);
    } catch (IllegalArgumentException malformed) {
      throw NotFound.merchant();
    }
  }

  /**
   * Parses a date.
   *
   * @param field the parameter that an error names
   */
  public static LocalDate date(String field, String text) {
    try {
      if (DATE.matcher(text).matches()) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeParseException malformed) {
      // falls through to the error of a text of another form
    }
    throw new Invalid(field, "must be a date such as 2018-07-26");
  }

  /** Parses the selection of orders: {@code orders=none}, or the filter parameters. */
  public static OrderQuery orders(
      @Nullable String orders,
      int limit,
      @Nullable String cursor,
      @Nullable Set<OrderStatus> statuses,
      @Nullable String text) {
    if (orders == null) {
      return new OrderQuery(
          limit,
          cursor == null ? null : Cursors.decode(cursor),
          statuses == null ? Set.of() : statuses,
          text);
    }
    if (!orders.equals("none")) {
      throw new Invalid("orders", "must be none or absent");
    }
    return OrderQuery.first(0);
  }
}
