package dev.mocha.http.switching;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.application.switching.SwitchStates.RecordedChange;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.switching.SwitchBody.SettingBody;
import dev.mocha.http.switching.SwitchBody.StatsBody;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The switch between the primary report and the candidate, for operators. */
@RestController
@RequestMapping(Paths.SWITCH)
@Tag(name = "Switch")
final class SwitchController {

  private static final int MAX_MERCHANTS = 1_000;
  private static final String DEFAULT_LIMIT = "100";
  private static final int MAX_LIMIT = 1_000;

  private final SwitchControl control;
  private final CandidateReports candidate;

  SwitchController(SwitchControl control, CandidateReports candidate) {
    this.control = control;
    this.candidate = candidate;
  }

  /**
   * A new setting. An absent field stays as it is, but an absent {@code automatic} is false outside
   * of the mode {@code ramp}. Where {@code expectedEpoch} is given, any other epoch is a conflict.
   */
  record SettingRequest(
      @NotNull ModeName mode,
      @Min(0) @Max(100) @Nullable Integer share,
      @Size(max = MAX_MERCHANTS) @Nullable List<@NotNull String> always,
      @Size(max = MAX_MERCHANTS) @Nullable List<@NotNull String> never,
      @Nullable Boolean automatic,
      @Nullable Long expectedEpoch,
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
      if (ids.size() > MAX_MERCHANTS) {
        throw new Invalid(field, "must be %d merchants at most".formatted(MAX_MERCHANTS));
      }
      try {
        return ids.stream().map(MerchantId::new).collect(Collectors.toSet());
      } catch (IllegalArgumentException malformed) {
        throw new Invalid(field, "must be ids of merchants");
      }
    }
  }

  /**
   * The next step of the ramp, or a share. {@code automatic} lets the gate take the further steps.
   * Where {@code expectedEpoch} is given, any other epoch is a conflict.
   */
  record RampRequest(
      @Min(1) @Max(100) @Nullable Integer share,
      @Nullable Boolean automatic,
      @Nullable Long expectedEpoch,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String by,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String reason) {

    RequestedBy requestedBy(Principal caller) {
      return new ChangeRequest(by, reason).requestedBy(caller);
    }
  }

  /** Changes of the switch. */
  record Changes(List<ChangeBody> items) {}

  /** A change, with the epoch that it ended and the statistics that it was decided on. */
  record ChangeBody(
      Instant at,
      String by,
      String reason,
      long epoch,
      SettingBody from,
      SettingBody to,
      StatsBody statistics) {

    static ChangeBody of(RecordedChange it) {
      return new ChangeBody(
          it.at(),
          it.change().requestedBy().by(),
          it.change().requestedBy().reason(),
          it.epoch(),
          SettingBody.of(it.from()),
          SettingBody.of(it.to()),
          StatsBody.of(it.change().stats()));
    }
  }

  /** Samples of mismatches. */
  record Mismatches(List<MismatchBody> items) {}

  /** A mismatch: {@code differingFields} differ, and {@code fields} are some of them. */
  record MismatchBody(
      Instant at,
      long epoch,
      String merchantId,
      LocalDate date,
      String kind,
      Instant primaryCompleteTo,
      Instant candidateCompleteTo,
      int differingFields,
      List<FieldBody> fields) {

    static MismatchBody of(Mismatch it) {
      return new MismatchBody(
          it.at(),
          it.epoch(),
          it.merchantId(),
          it.date(),
          it.kind().toString(),
          it.primaryCompleteTo(),
          it.candidateCompleteTo(),
          it.differingFields(),
          it.fields().stream().map(FieldBody::of).toList());
    }
  }

  /** A field that differs; a value is null where the response lacks the field. */
  record FieldBody(String field, @Nullable String primary, @Nullable String candidate) {

    static FieldBody of(FieldDifference it) {
      return new FieldBody(it.field(), it.left(), it.right());
    }
  }

  @GetMapping
  @Operation(summary = "The setting, the statistics of this epoch, and the verdict of the gate")
  SwitchBody show() {
    return SwitchBody.of(control.status());
  }

  @PostMapping
  @Operation(summary = "Sets which path answers which merchants")
  SwitchBody set(@Valid @RequestBody SettingRequest body, Principal caller) {
    if (body.share() != null && body.mode() != ModeName.RAMP) {
      throw new Invalid("share", "is for the mode ramp");
    }
    if (body.mode() != ModeName.PRIMARY) {
      candidate.requireAddress();
    }
    return SwitchBody.of(control.set(body.expectedEpoch(), body::over, body.requestedBy(caller)));
  }

  @PostMapping("/ramp")
  @Operation(summary = "Takes a step of the ramp")
  SwitchBody ramp(@Valid @RequestBody RampRequest body, Principal caller) {
    candidate.requireAddress();
    return SwitchBody.of(
        control.ramp(
            body.expectedEpoch(), body.share(), body.automatic(), body.requestedBy(caller)));
  }

  @PostMapping("/rollback")
  @Operation(summary = "Returns all merchants to the primary at once")
  SwitchBody rollBack(@Valid @RequestBody ChangeRequest body, Principal caller) {
    return SwitchBody.of(control.rollBack(body.requestedBy(caller)));
  }

  @GetMapping("/changes")
  @Operation(summary = "Changes of the switch, the latest first, each with its statistics")
  Changes changes(@RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(MAX_LIMIT) int limit) {
    return new Changes(control.changes(limit).stream().map(ChangeBody::of).toList());
  }

  @GetMapping("/mismatches")
  @Operation(summary = "Samples of mismatches, the latest first")
  Mismatches mismatches(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(defaultValue = DEFAULT_LIMIT) @Min(1) @Max(MAX_LIMIT) int limit) {
    return new Mismatches(
        control.mismatches(kind == null ? null : kind(kind), limit).stream()
            .map(MismatchBody::of)
            .toList());
  }

  static Kind kind(String name) {
    return Kind.MISMATCHES.stream()
        .filter(it -> it.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new Invalid("kind", "must be value, missing, boundary, rounding or late"));
  }
}
