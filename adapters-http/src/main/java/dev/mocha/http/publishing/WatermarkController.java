package dev.mocha.http.publishing;

import dev.mocha.application.publishing.LogIngest;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Declined;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes marks of other services onto the topics that they write. */
@RestController
@Tag(name = "Marks")
public final class WatermarkController {

  /** A mark that is ahead of all clocks would be believed until they reach it. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private static final int LONGEST = 200;

  private final LogIngest intake;
  private final Clock clock;

  public WatermarkController(LogIngest intake, Clock clock) {
    this.intake = intake;
    this.clock = clock;
  }

  /** Everything that {@code source} had committed before {@code completeTo} is on the log. */
  record MarkBody(@NotNull @PlainText(max = LONGEST) String source, @NotNull Instant completeTo) {

    URI sourceUri() {
      try {
        return URI.create(source);
      } catch (IllegalArgumentException malformed) {
        throw new Invalid("source", "must be a URI");
      }
    }
  }

  @PostMapping(Paths.LOG + "/{topic}/marks")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Mark how far a topic is complete",
      description = "Answered when all partitions have the mark; 409 where Mocha marks the topic.")
  public void mark(@PathVariable String topic, @Valid @RequestBody MarkBody body) {
    if (!intake.topics().contains(topic)) {
      throw new NotFound("There is no such topic.");
    }
    if (body.completeTo().isBefore(Instant.EPOCH)
        || body.completeTo().isAfter(clock.instant().plus(AHEAD))) {
      throw new Invalid("completeTo", "must be from 1970 to now");
    }
    switch (intake.mark(topic, body.sourceUri(), body.completeTo())) {
      case TAKEN -> {}
      case REFUSED ->
          throw new Declined(
              HttpStatus.CONFLICT,
              "Mocha marks this topic itself: mocha.kafka.publisher.watermarks is true.");
      case UNANSWERED ->
          throw new Declined(
              HttpStatus.SERVICE_UNAVAILABLE, "The log does not answer. Try again later.");
    }
  }
}
