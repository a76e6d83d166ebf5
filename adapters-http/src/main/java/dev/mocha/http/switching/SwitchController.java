package dev.mocha.http.switching;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Mismatches.Field;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.Change;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Invalid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The switch between the old report and the new one, for operators. */
@RestController
@RequestMapping(Paths.SWITCH)
@Tag(name = "Switch")
public final class SwitchController {

  private static final int MOST_MERCHANTS = 1_000;
  private static final String DEFAULT_LISTED = "100";
  private static final int MOST_LISTED = 1_000;

  private final SwitchControl switching;
  private final CandidateReports reports;

  public SwitchController(SwitchControl switching, CandidateReports reports) {
    this.switching = switching;
    this.reports = reports;
  }

  /**
   * A new setting; what is absent stays as it is, but the gate goes on by itself in a ramp only,
   * unless that is said. Where {@code term} is given, it is refused in another one.
   */
  record ChangeBody(
      @NotNull ModeName mode,
      @Min(0) @Max(100) @Nullable Integer share,
      @Size(max = MOST_MERCHANTS) @Nullable List<@NotNull String> always,
      @Size(max = MOST_MERCHANTS) @Nullable List<@NotNull String> never,
      @Nullable Boolean automatic,
      @Nullable Long term,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String by,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String reason) {

    RequestedBy requestedBy(Principal caller) {
      return new ChangeRequest(by, reason).requestedBy(caller);
    }

    Setting over(Setting now) {
      return new Setting(
          mode.mode(),
          mode.mode() == Mode.RAMP ? (share != null ? share : now.share()) : 0,
          always == null ? now.always() : merchants("always", always),
          never == null ? now.never() : merchants("never", never),
          automatic == null ? mode.mode() == Mode.RAMP && now.automatic() : automatic);
    }

    static Set<MerchantId> merchants(String field, List<String> ids) {
      if (ids.size() > MOST_MERCHANTS) {
        throw new Invalid(field, "must be %d merchants at most".formatted(MOST_MERCHANTS));
      }
      try {
        return ids.stream().map(MerchantId::new).collect(Collectors.toSet());
      } catch (IllegalArgumentException malformed) {
        throw new Invalid(field, "must be ids of merchants");
      }
    }
  }

  /**
   * The next step of the ramp, or a share; {@code automatic} lets the gate take the others. Where
   * {@code term} is given, it is refused in another one.
   */
  record RampBody(
      @Min(1) @Max(100) @Nullable Integer share,
      @Nullable Boolean automatic,
      @Nullable Long term,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String by,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String reason) {

    RequestedBy requestedBy(Principal caller) {
      return new ChangeRequest(by, reason).requestedBy(caller);
    }
  }

  /** Changes of the switch. */
  record Changes(List<ChangeMade> items) {}

  /** A change, with what had been seen in the term that it ended. */
  record ChangeMade(
      Instant at,
      String by,
      String reason,
      long term,
      SettingBody was,
      SettingBody became,
      StatsBody evidence) {

    static ChangeMade of(Change it) {
      return new ChangeMade(
          it.at(),
          it.by(),
          it.reason(),
          it.term(),
          SettingBody.of(it.from()),
          SettingBody.of(it.to()),
          StatsBody.of(it.evidence()));
    }
  }

  /** Answers that differed. */
  record Mismatches(List<MismatchBody> items) {}

  /** Two answers that differed; {@code differing} fields, of which some are listed. */
  record MismatchBody(
      Instant at,
      long term,
      String merchantId,
      LocalDate date,
      String kind,
      Instant oldCompleteTo,
      Instant newCompleteTo,
      int differing,
      List<Field> fields) {

    static MismatchBody of(Mismatch it) {
      return new MismatchBody(
          it.at(),
          it.term(),
          it.merchantId(),
          it.date(),
          it.kind().name().toLowerCase(Locale.ROOT),
          it.oldCompleteTo(),
          it.newCompleteTo(),
          it.differing(),
          it.fields());
    }
  }

  @GetMapping
  @Operation(summary = "How the switch stands, and what was seen of both paths since")
  public SwitchBody show() {
    return SwitchBody.of(switching.status());
  }

  @PostMapping
  @Operation(summary = "Sets which path answers whom")
  public SwitchBody set(@Valid @RequestBody ChangeBody body, Principal caller) {
    if (body.share() != null && body.mode() != ModeName.RAMP) {
      throw new Invalid("share", "is for the mode ramp");
    }
    if (body.mode() != ModeName.OLD) {
      reports.requireAddress();
    }
    RequestedBy requestedBy = body.requestedBy(caller);
    return SwitchBody.of(
        switching.set(body.term(), body::over, requestedBy.by(), requestedBy.reason()));
  }

  @PostMapping("/ramp")
  @Operation(summary = "Takes a step of the ramp")
  public SwitchBody ramp(@Valid @RequestBody RampBody body, Principal caller) {
    reports.requireAddress();
    RequestedBy requestedBy = body.requestedBy(caller);
    return SwitchBody.of(
        switching.ramp(
            body.term(), body.share(), body.automatic(), requestedBy.by(), requestedBy.reason()));
  }

  @PostMapping("/rollback")
  @Operation(summary = "Lets the old path answer everybody, at once")
  public SwitchBody rollBack(@Valid @RequestBody ChangeRequest body, Principal caller) {
    RequestedBy requestedBy = body.requestedBy(caller);
    return SwitchBody.of(switching.rollBack(requestedBy.by(), requestedBy.reason()));
  }

  @GetMapping("/changes")
  @Operation(summary = "What was done with the switch, the latest first, with its evidence")
  public Changes changes(
      @RequestParam(defaultValue = DEFAULT_LISTED) @Min(1) @Max(MOST_LISTED) int limit) {
    return new Changes(switching.changes(limit).stream().map(ChangeMade::of).toList());
  }

  @GetMapping("/mismatches")
  @Operation(summary = "Answers that differed, the latest first")
  public Mismatches mismatches(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(defaultValue = DEFAULT_LISTED) @Min(1) @Max(MOST_LISTED) int limit) {
    return new Mismatches(
        switching.mismatches(kind == null ? null : kind(kind), limit).stream()
            .map(MismatchBody::of)
            .toList());
  }

  static Counted kind(String name) {
    for (Counted kind : Counted.values()) {
      if (kind.isDifference() && kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    throw new Invalid("kind", "must be late, boundary, rounding, missing or wrong");
  }
}
