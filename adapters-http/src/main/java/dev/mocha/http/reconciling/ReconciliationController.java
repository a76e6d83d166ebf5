package dev.mocha.http.reconciling;

import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliations of the operational tables with the report tables, for operators. */
@RestController
@RequestMapping(Paths.RECONCILIATIONS)
@Tag(name = "Reconciliations")
public final class ReconciliationController {

  private static final String DEFAULT_LISTED = "100";
  private static final int MOST_LISTED = 1_000;

  private final ObjectProvider<ReconciliationControl> reconciling;

  /**
   * @param reconciling where this process knows both databases
   */
  public ReconciliationController(ObjectProvider<ReconciliationControl> reconciling) {
    this.reconciling = reconciling;
  }

  /** Reconciliations. */
  record Reconciliations(List<ReconciliationBody> items) {}

  /** What a reconciliation has found. */
  record Findings(List<FindingBody> items) {}

  /**
   * A day that differed; {@code date} is null for the terms of the merchant. {@code outcome} is
   * found, healed or not-healed with the reason in {@code remark}; of {@code differing} fields some
   * are listed, {@code one} in the operational tables and {@code other} in the report tables.
   */
  record FindingBody(
      String merchantId,
      @Nullable LocalDate date,
      String outcome,
      @Nullable String remark,
      int differing,
      List<FieldDifference> fields) {

    static FindingBody of(Finding it) {
      return new FindingBody(
          it.merchantId().value(),
          it.date(),
          it.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          it.remark(),
          it.differing(),
          it.fields());
    }
  }

  @GetMapping
  @Operation(summary = "Reconciliations, the latest first")
  public Reconciliations list(
      @RequestParam(defaultValue = DEFAULT_LISTED) @Min(1) @Max(MOST_LISTED) int limit) {
    return new Reconciliations(
        reconciling().latest(limit).stream().map(ReconciliationBody::of).toList());
  }

  @PostMapping
  @Operation(summary = "Begins to hold the report tables against the operational tables")
  public ResponseEntity<ReconciliationBody> begin(
      @Valid @RequestBody ReconciliationRequest body, Principal caller) {
    ReconciliationControl it = reconciling();
    ReconciliationRun begun = it.begin(body.toScope(it.usualRate()), body.requestedBy(caller));
    return ResponseEntity.accepted()
        .location(URI.create("%s/%d".formatted(Paths.RECONCILIATIONS, begun.id())))
        .body(ReconciliationBody.of(begun));
  }

  @GetMapping("/{id}")
  @Operation(summary = "How far a reconciliation is")
  public ReconciliationBody show(@PathVariable long id) {
    return ReconciliationBody.of(found(id));
  }

  @GetMapping("/{id}/differences")
  @Operation(summary = "What a reconciliation has found, in the order in which it did")
  public Findings differences(
      @PathVariable long id,
      @RequestParam(defaultValue = "0") @Min(0) int skip,
      @RequestParam(defaultValue = DEFAULT_LISTED) @Min(1) @Max(MOST_LISTED) int limit) {
    return new Findings(
        reconciling().findings(found(id).id(), skip, limit).stream().map(FindingBody::of).toList());
  }

  @PostMapping("/{id}/cancel")
  @Operation(summary = "Ends a reconciliation before its end")
  public ReconciliationBody cancel(
      @PathVariable long id,
      @Valid @RequestBody(required = false) @Nullable ChangeRequest given,
      Principal caller) {
    reconciling()
        .cancel(found(id).id(), (given == null ? ChangeRequest.EMPTY : given).requestedBy(caller));
    return show(id);
  }

  private ReconciliationRun found(long id) {
    return reconciling()
        .find(id)
        .orElseThrow(() -> new NotFound("There is no reconciliation %d.".formatted(id)));
  }

  private ReconciliationControl reconciling() {
    ReconciliationControl known = reconciling.getIfAvailable();
    if (known == null) {
      throw new NotNow(
          "this process has no way to the orders database: mocha.postgres.orders.url is not set");
    }
    return known;
  }
}
