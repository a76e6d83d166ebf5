package dev.mocha.http.reporting.page;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Formats counts, amounts and times in the reader's locale. Times are in the merchant's time zone.
 */
public final class LocalFormats {

  private static final char NO_BREAK_SPACE = '\u00a0';
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final ZoneId zone;
  private final int digits;
  private final DecimalFormat amounts;
  private final NumberFormat counts;
  private final NumberFormat percents;
  private final DateTimeFormatter dates;

  LocalFormats(Locale locale, Currency currency, ZoneId zone) {
    this.zone = zone;
    this.digits = Math.max(currency.getDefaultFractionDigits(), 0);
    this.amounts = (DecimalFormat) NumberFormat.getCurrencyInstance(locale);
    amounts.setCurrency(currency);
    setApart(amounts);
    amounts.setMinimumFractionDigits(digits);
    amounts.setMaximumFractionDigits(digits);
    this.counts = NumberFormat.getIntegerInstance(locale);
    this.percents = NumberFormat.getPercentInstance(locale);
    percents.setMaximumFractionDigits(1);
    this.dates = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale);
  }

  /** Separates a currency symbol that ends with a letter from the amount. */
  private static void setApart(DecimalFormat amounts) {
    DecimalFormatSymbols symbols = amounts.getDecimalFormatSymbols();
    String symbol = symbols.getCurrencySymbol();
    if (Character.isLetter(symbol.codePointBefore(symbol.length()))) {
      symbols.setCurrencySymbol(symbol + NO_BREAK_SPACE);
      amounts.setDecimalFormatSymbols(symbols);
    }
  }

  /** Formats an amount in the minor unit, in the major unit with its currency. */
  public String money(long minorUnits) {
    return amounts.format(BigDecimal.valueOf(minorUnits, digits));
  }

  public String count(long count) {
    return counts.format(count);
  }

  public String date(LocalDate date) {
    return dates.format(date);
  }

  /** Hour and minute; empty for null. */
  public String minute(@Nullable Instant moment) {
    return moment == null ? "" : MINUTE.format(moment.atZone(zone));
  }

  /** To the second, with the date when it is not on the report's day. */
  public String second(Instant moment, LocalDate day) {
    var local = moment.atZone(zone);
    return local.toLocalDate().equals(day)
        ? SECOND.format(local)
        : dates.format(local) + ", " + SECOND.format(local);
  }

  /** The local hour, with its offset on a day with two offsets. */
  public String hour(OffsetDateTime hour) {
    boolean changes =
        !zone.getRules().isFixedOffset()
            && !zone.getRules()
                .getOffset(hour.toInstant().minus(Duration.ofDays(1)))
                .equals(zone.getRules().getOffset(hour.toInstant().plus(Duration.ofDays(1))));
    return MINUTE.format(hour) + (changes ? " " + hour.getOffset() : "");
  }

  /** Minutes and seconds, such as {@code 12:05}. */
  public String minutes(long seconds) {
    return "%d:%02d".formatted(seconds / 60, seconds % 60);
  }

  /** The change in percent; empty when the earlier figure is zero. */
  public String change(long now, long before) {
    if (before == 0) {
      return "";
    }
    return (now > before ? "+" : "") + percents.format((double) (now - before) / Math.abs(before));
  }
}
