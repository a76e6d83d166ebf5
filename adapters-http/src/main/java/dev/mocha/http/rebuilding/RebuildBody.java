package dev.mocha.http.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Invalid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is ordered. Without {@code merchantId} a generation is built {@code from} the log or the
 * event store, at most {@code rate} events a second; with it only that merchant's days are computed
 * anew, from {@code date} to {@code to}, 62 at most. {@code by} and {@code reason} go into the
 * audit.
 */
record RebuildBody(
    @Nullable String from,
    @Nullable Boolean promote,
    @Nullable Boolean force,
    @Min(0) @Max(10_000_000) @Nullable Integer rate,
    @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String merchantId,
    @Nullable LocalDate date,
    @Nullable LocalDate to,
    @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String by,
    @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String reason) {

  static final RebuildBody NONE =
      new RebuildBody(null, null, null, null, null, null, null, null, null);

  private static final int MOST_DAYS = 62;

  /**
   * @param usualRate where none is given
   */
  Order toOrder(int usualRate) {
    if (date != null || to != null) {
      throw new Invalid("merchantId", "is needed where days are given");
    }
    return new Order(
        SourceName.read(from),
        Boolean.TRUE.equals(promote),
        Boolean.TRUE.equals(force),
        rate == null ? usualRate : rate);
  }

  Days toDays(String merchant) {
    if (date == null) {
      throw new Invalid("date", "is needed where a merchant is given");
    }
    LocalDate last = to == null ? date : to;
    if (last.isBefore(date) || last.isAfter(date.plusDays(MOST_DAYS - 1))) {
      throw new Invalid("to", "must be at most %d days from date on".formatted(MOST_DAYS));
    }
    if (from != null && !from.equals("log")) {
      throw new Invalid("from", "must be log where a merchant is given");
    }
    if (Boolean.TRUE.equals(promote)) {
      throw new Invalid("promote", "must be absent where a merchant is given");
    }
    if (rate != null) {
      throw new Invalid("rate", "must be absent where a merchant is given");
    }
    try {
      return new Days(new MerchantId(merchant), date, last);
    } catch (IllegalArgumentException malformed) {
      throw new Invalid("merchantId", "is malformed");
    }
  }

  RequestedBy requestedBy() {
    return new ChangeRequest(by, reason).requestedBy();
  }
}
