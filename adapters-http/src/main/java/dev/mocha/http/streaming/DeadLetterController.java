package dev.mocha.http.streaming;

import dev.mocha.application.streaming.DeadLetters;
import dev.mocha.application.streaming.DeadLetters.Action;
import dev.mocha.application.streaming.DeadLetters.Outcome;
import dev.mocha.application.streaming.Redelivery;
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

/** Dead letters: what a stream could not take, and what becomes of it. */
@RestController
@RequestMapping(Paths.DEAD_LETTERS)
@Tag(name = "Dead letters")
public final class DeadLetterController {

  private static final int LONGEST = 500;

  private final DeadLetters letters;
  private final Redelivery redelivery;

  public DeadLetterController(DeadLetters letters, Redelivery redelivery) {
    this.letters = letters;
    this.redelivery = redelivery;
  }

  /** A page of letters; {@code next} is the {@code after} of the next one, null at the end. */
  record Page(List<DeadLetterBody> items, @Nullable Long next) {}

  /** Who orders it and why; a dry run tries everything and keeps nothing. */
  record ActionBody(
      @NotNull @PlainText(max = LONGEST) String by,
      @NotNull @PlainText(max = LONGEST) String reason,
      boolean dryRun) {

    Action toAction() {
      return new Action(by, reason, dryRun);
    }
  }

  /** What became of each letter. */
  record Settled(boolean dryRun, List<OutcomeBody> outcomes) {

    static Settled of(ActionBody action, List<Outcome> outcomes) {
      return new Settled(action.dryRun(), outcomes.stream().map(OutcomeBody::of).toList());
    }
  }

  /** What became of a letter; {@code detail} says why it failed again. */
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
  @Operation(summary = "The dead letters, oldest first, without their values")
  public Page list(
      @RequestParam(required = false) @PlainText(max = LONGEST) @Nullable String stream,
      @RequestParam(defaultValue = "0") @Min(0) long after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1_000) int limit) {
    List<DeadLetterBody> found =
        letters.list(stream, after, limit + 1).stream().map(DeadLetterBody::summary).toList();
    return found.size() <= limit
        ? new Page(found, null)
        : new Page(found.subList(0, limit), found.get(limit - 1).id());
  }

  @GetMapping("/{id}")
  @Operation(summary = "A dead letter with everything that its record held")
  public DeadLetterBody show(@PathVariable long id) {
    return letters.find(id).map(DeadLetterBody::whole).orElseThrow(() -> unknown(id));
  }

  @PostMapping("/{id}/retry")
  @Operation(summary = "Hands a letter, and what waits behind it, to its stream again")
  public Settled retry(@PathVariable long id, @Valid @RequestBody ActionBody action) {
    return Settled.of(
        action, redelivery.retry(id, action.toAction()).orElseThrow(() -> unknown(id)));
  }

  @PostMapping("/retry")
  @Operation(summary = "Hands all letters of a stream, or of all streams, over again")
  public Settled retryAll(
      @RequestParam(required = false) @PlainText(max = LONGEST) @Nullable String stream,
      @Valid @RequestBody ActionBody action) {
    return Settled.of(action, redelivery.retryAll(stream, action.toAction()));
  }

  @PostMapping("/{id}/discard")
  @Operation(summary = "Gives a letter up, and hands what waits behind it to its stream")
  public Settled discard(@PathVariable long id, @Valid @RequestBody ActionBody action) {
    return Settled.of(
        action, redelivery.discard(id, action.toAction()).orElseThrow(() -> unknown(id)));
  }

  private static NotFound unknown(long id) {
    return new NotFound("There is no dead letter " + id + ".");
  }
}
