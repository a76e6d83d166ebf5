package dev.mocha.http.reconciling;

import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation. {@code state} is running, done or cancelled; {@code at} the merchant it is at,
 * {@code merchants} those that were asked for, none for all.
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
    @Nullable String at,
    Tally seen) {

  static ReconciliationBody of(ReconciliationRun it) {
    return new ReconciliationBody(
        it.id(),
        it.state().name().toLowerCase(Locale.ROOT),
        it.scope().from(),
        it.scope().to(),
        it.scope().only().stream().map(MerchantId::value).sorted().toList(),
        it.scope().rate(),
        it.scope().repair(),
        it.scope().offPeak(),
        it.action().by(),
        it.action().reason(),
        it.begunAt(),
        it.endedAt(),
        it.cancelled() == null ? null : it.cancelled().by(),
        it.cancelled() == null ? null : it.cancelled().reason(),
        it.at() == null ? null : it.at().merchant().value(),
        it.tally());
  }
}
