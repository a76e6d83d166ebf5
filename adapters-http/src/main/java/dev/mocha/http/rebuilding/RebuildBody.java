package dev.mocha.http.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Invalid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a rebuild. Without {@code merchantId}: a new generation, {@code from}
 * the log or the event store, with at most {@code rate} entries per second. With it: only that
 * merchant's days from {@code date} to {@code to}, at most 62. {@code by} and {@code reason} go
 * into the audit.
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

  private static final int MAX_DAYS = 62;

  RebuildRequest toRequest(int defaultRate) {
    if (date != null || to != null) {
      throw new Invalid("merchantId", "is required with date or to");
    }
    return new RebuildRequest(
        source(),
        Boolean.TRUE.equals(promote),
        Boolean.TRUE.equals(force),
        rate == null ? defaultRate : rate);
  }

  private Source source() {
    return from == null
        ? Source.LOG
        : Stream.of(Source.values())
            .filter(it -> nameOf(it).equals(from))
            .findFirst()
            .orElseThrow(() -> new Invalid("from", "must be log or event-store"));
  }

  /** The name of a source in JSON: {@code log}, {@code event-store}. */
  static String nameOf(Source source) {
    return source.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Days toDays(String merchant) {
    if (date == null) {
      throw new Invalid("date", "is required with merchantId");
    }
    LocalDate last = to == null ? date : to;
    if (last.isBefore(date) || last.isAfter(date.plusDays(MAX_DAYS - 1))) {
      throw new Invalid(
          "to", "must be at most %d days after date, and not before it".formatted(MAX_DAYS - 1));
    }
    if (from != null && !from.equals("log")) {
      throw new Invalid("from", "must be log with merchantId");
    }
    if (Boolean.TRUE.equals(promote)) {
      throw new Invalid("promote", "must be absent with merchantId");
    }
    if (rate != null) {
      throw new Invalid("rate", "must be absent with merchantId");
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
