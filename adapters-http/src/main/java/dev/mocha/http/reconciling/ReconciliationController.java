package dev.mocha.http.reconciling;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.reconciling.ReconciliationControl;
import dev.mocha.application.reconciling.ReconciliationRun;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.Declined;
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
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliation runs, for operators. */
@RestController
@RequestMapping(Paths.RECONCILIATIONS)
@Tag(name = "Reconciliations")
final class ReconciliationController {

  private static final String DEFAULT_LISTED = "100";
  private static final int MAX_LISTED = 1_000;

  private final ObjectProvider<ReconciliationControl> reconciling;

  /**
   * @param reconciling absent where this process does not use the main service's database; every
   *     request is then answered with 409
   */
  ReconciliationController(ObjectProvider<ReconciliationControl> reconciling) {
    this.reconciling = reconciling;
  }

  /** A list of runs. */
  record Reconciliations(List<ReconciliationBody> items) {}

  /** A list of findings. */
  record Findings(List<FindingBody> items) {}

  /** A field that differs, with its value in the operational and in the report tables. */
  record FieldBody(String field, String operational, String report) {

    static FieldBody of(FieldDifference it) {
      return new FieldBody(it.field(), it.leftText(), it.rightText());
    }
  }

  /**
   * A day that differed; {@code date} is null for the terms of the merchant. {@code outcome} is
   * found, repaired or not-repaired; {@code remark} says why it is not repaired. {@code fields} has
   * the first of {@code fieldCount} fields.
   */
  record FindingBody(
      String merchantId,
      @Nullable LocalDate date,
      String outcome,
      @Nullable String remark,
      int fieldCount,
      List<FieldBody> fields) {

    static FindingBody of(Finding it) {
      return new FindingBody(
          it.merchantId().value(),
          it.date(),
          it.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          it.remark(),
          it.fieldCount(),
          it.fields().stream().map(FieldBody::of).toList());
    }
  }

  @GetMapping
  @Operation(summary = "Lists the reconciliation runs, the latest first")
  public Reconciliations list(
      @RequestParam(defaultValue = DEFAULT_LISTED) @Min(1) @Max(MAX_LISTED) int limit) {
    return new Reconciliations(
        reconciling().latest(limit).stream().map(ReconciliationBody::of).toList());
  }

  @PostMapping
  @Operation(summary = "Begins a run that compares the report tables with the operational tables")
  public ResponseEntity<ReconciliationBody> begin(
      @Valid @RequestBody ReconciliationRequest body, Principal caller) {
    ReconciliationControl it = reconciling();
    ReconciliationRun begun = it.begin(body.toScope(it.defaultRate()), body.requestedBy(caller));
    return ResponseEntity.accepted()
        .location(URI.create("%s/%d".formatted(Paths.RECONCILIATIONS, begun.id())))
        .body(ReconciliationBody.of(begun));
  }

  @GetMapping("/{id}")
  @Operation(summary = "Shows a run and its progress")
  public ReconciliationBody show(@PathVariable long id) {
    return ReconciliationBody.of(found(id));
  }

  @GetMapping("/{id}/differences")
  @Operation(summary = "Lists the findings of a run in the order in which they were recorded")
  public Findings differences(
      @PathVariable long id,
      @RequestParam(defaultValue = "0") @Min(0) int skip,
      @RequestParam(defaultValue = DEFAULT_LISTED) @Min(1) @Max(MAX_LISTED) int limit) {
    return new Findings(
        reconciling().findings(found(id).id(), skip, limit).stream().map(FindingBody::of).toList());
  }

  @PostMapping("/{id}/cancel")
  @Operation(summary = "Cancels a run after its current page")
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
      throw new Declined(
          HttpStatus.CONFLICT,
          "this process does not use the orders database: set mocha.postgres.orders.url");
    }
    return known;
  }
}
