package dev.mocha.http.streaming;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.DeadLetters.Outcome;
import dev.mocha.application.streaming.Redelivery;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists, shows, redelivers and discards dead letters. */
@RestController
@RequestMapping(Paths.DEAD_LETTERS)
@Tag(name = "Dead letters")
final class DeadLetterController {

  private final DeadLetters deadLetters;
  private final Redelivery redelivery;

  DeadLetterController(DeadLetters deadLetters, Redelivery redelivery) {
    this.deadLetters = deadLetters;
    this.redelivery = redelivery;
  }

  /** A page; {@code next} is the {@code after} of the next page, null on the last. */
  record Page(List<DeadLetterBody> items, @Nullable Long next) {}

  /** A dry run tries everything and changes nothing. */
  record RedeliveryRequest(
      @NotNull @PlainText(max = ChangeRequest.MAX_LENGTH) String by,
      @NotNull @PlainText(max = ChangeRequest.MAX_LENGTH) String reason,
      boolean dryRun) {

    RequestedBy requestedBy() {
      return new RequestedBy(by, reason);
    }
  }

  /** The outcome of each dead letter. */
  record Outcomes(boolean dryRun, List<OutcomeBody> outcomes) {

    static Outcomes of(RedeliveryRequest request, List<Outcome> outcomes) {
      return new Outcomes(request.dryRun(), outcomes.stream().map(OutcomeBody::of).toList());
    }
  }

  /** The outcome of a dead letter; {@code detail} says why it failed again. */
  record OutcomeBody(
      long id, String topic, int partition, long offset, Outcome.Result result, String detail) {

    static OutcomeBody of(Outcome it) {
      return new OutcomeBody(
          it.id(),
          it.partition().topic(),
          it.partition().partition(),
          it.offset(),
          it.result(),
          it.detail());
    }
  }

  @GetMapping
  @Operation(summary = "Lists dead letters, oldest first, without their values")
  Page list(
      @RequestParam(required = false) @PlainText(max = ChangeRequest.MAX_LENGTH)
          @Nullable String stream,
      @RequestParam(defaultValue = "0") @Min(0) long after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1_000) int limit) {
    List<DeadLetterBody> page =
        deadLetters.list(stream, after, limit + 1).stream().map(DeadLetterBody::summary).toList();
    return page.size() <= limit
        ? new Page(page, null)
        : new Page(page.subList(0, limit), page.get(limit - 1).id());
  }

  @GetMapping("/{id}")
  @Operation(summary = "Shows a dead letter with the key, value and headers of its record")
  DeadLetterBody show(@PathVariable long id) {
    return deadLetters.find(id).map(DeadLetterBody::full).orElseThrow(() -> unknown(id));
  }

  @PostMapping("/{id}/retry")
  @Operation(summary = "Redelivers a dead letter and the rest of its sequence")
  Outcomes retry(@PathVariable long id, @Valid @RequestBody RedeliveryRequest request) {
    return Outcomes.of(
        request,
        redelivery
            .retry(id, request.requestedBy(), request.dryRun())
            .orElseThrow(() -> unknown(id)));
  }

  @PostMapping("/retry")
  @Operation(summary = "Redelivers all dead letters of a stream, or of all streams")
  Outcomes retryAll(
      @RequestParam(required = false) @PlainText(max = ChangeRequest.MAX_LENGTH)
          @Nullable String stream,
      @Valid @RequestBody RedeliveryRequest request) {
    return Outcomes.of(
        request, redelivery.retryAll(stream, request.requestedBy(), request.dryRun()));
  }

  @PostMapping("/{id}/discard")
  @Operation(summary = "Discards a dead letter and redelivers the rest of its sequence")
  Outcomes discard(@PathVariable long id, @Valid @RequestBody RedeliveryRequest request) {
    return Outcomes.of(
        request,
        redelivery
            .discard(id, request.requestedBy(), request.dryRun())
            .orElseThrow(() -> unknown(id)));
  }

  private static NotFound unknown(long id) {
    return new NotFound("There is no dead letter " + id + ".");
  }
}
