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

/** The parameters that report queries share, from text to what they mean. */
public final class ReportParameters {

  /** How many orders a page has. */
  public static final String DEFAULT_LIMIT = "" + ReportEncoder.FIRST_ORDERS;

  /** The longest text to look for. */
  public static final int MAX_TEXT = 100;

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private ReportParameters() {}

  /** A merchant that may exist: no other name can. */
  public static MerchantId merchant(String text) {
    try {
      return new MerchantId(text);
    } catch (IllegalArgumentException malformed) {
      throw unknownMerchant();
    }
  }

  /** What is said of a merchant that nobody knows. */
  public static NotFound unknownMerchant() {
    return new NotFound("There is no such merchant.");
  }

  /**
   * The date of a text.
   *
   * @param field that the text is the value of
   */
  public static LocalDate date(String field, String text) {
    try {
      if (DATE.matcher(text).matches()) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeParseException malformed) {
      throw notADate(field);
    }
    throw notADate(field);
  }

  private static Invalid notADate(String field) {
    return new Invalid(field, "must be a date such as 2018-07-26");
  }

  /** Which orders of the day: {@code none}, or those that the parameters select. */
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
      throw new Invalid("orders", "must be none, or absent");
    }
    return OrderQuery.first(0);
  }
}
