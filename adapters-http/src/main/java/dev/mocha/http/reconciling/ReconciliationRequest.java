package dev.mocha.http.reconciling;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Invalid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run over business days, of all merchants where none is named. It reads at most {@code
 * rate} orders a second; with {@code repair} it rebuilds days that differ; with {@code offPeak} it
 * works in the off-peak hours only.
 */
record ReconciliationRequest(
    @NotNull LocalDate from,
    @NotNull LocalDate to,
    @Size(max = 1_000) @Nullable List<@NotNull String> merchants,
    @Min(1) @Max(1_000_000) @Nullable Integer rate,
    @Nullable Boolean repair,
    @Nullable Boolean offPeak,
    @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String by,
    @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String reason) {

  private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
  private static final int MAX_YEARS = 10;

  /**
   * @param defaultRate where the request has none
   */
  Scope toScope(int defaultRate) {
    if (from.isBefore(FIRST) || to.isAfter(LAST)) {
      throw new Invalid("from", "must be, like to, between %s and %s".formatted(FIRST, LAST));
    }
    if (to.isBefore(from)) {
      throw new Invalid("to", "must not be before from");
    }
    if (to.isAfter(from.plusYears(MAX_YEARS))) {
      throw new Invalid("to", "must be at most %d years after from".formatted(MAX_YEARS));
    }
    return new Scope(
        from,
        to,
        merchantIds(),
        rate == null ? defaultRate : rate,
        Boolean.TRUE.equals(repair),
        Boolean.TRUE.equals(offPeak));
  }

  private Set<MerchantId> merchantIds() {
    try {
      return merchants == null
          ? Set.of()
          : merchants.stream().map(MerchantId::new).collect(Collectors.toSet());
    } catch (IllegalArgumentException malformed) {
      throw new Invalid("merchants", "must be ids of merchants");
    }
  }

  RequestedBy requestedBy(Principal caller) {
    return new ChangeRequest(by, reason).requestedBy(caller);
  }
}
