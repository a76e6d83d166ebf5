package dev.mocha.http.reconciling;

import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation run. {@code state} is running, done or cancelled; {@code merchants} is empty for
 * all; {@code lastMerchant} is the merchant of its last page.
 */
record ReconciliationBody(
    long id,
    String state,
    LocalDate from,
    LocalDate to,
    List<String> merchants,
    int rate,
    boolean repair,
    boolean offPeak,
    String by,
    String reason,
    Instant begunAt,
    @Nullable Instant endedAt,
    @Nullable String cancelledBy,
    @Nullable String cancelledBecause,
    @Nullable String lastMerchant,
    Stats stats) {

  static ReconciliationBody of(ReconciliationRun it) {
    return new ReconciliationBody(
        it.id(),
        it.state().name().toLowerCase(Locale.ROOT),
        it.scope().from(),
        it.scope().to(),
        it.scope().merchants().stream().map(MerchantId::value).sorted().toList(),
        it.scope().rate(),
        it.scope().repair(),
        it.scope().offPeak(),
        it.requestedBy().by(),
        it.requestedBy().reason(),
        it.begunAt(),
        it.endedAt(),
        it.cancelledBy() == null ? null : it.cancelledBy().by(),
        it.cancelledBy() == null ? null : it.cancelledBy().reason(),
        it.progress() == null ? null : it.progress().merchant().value(),
        it.stats());
  }
}
