package dev.mocha.http.publishing;

import dev.mocha.application.process.Role;
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
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Appends watermarks of other services to the topics that they write. */
@RestController
@Tag(name = "Log")
@Profile(Role.ORDERS)
final class WatermarkController {

  /** Readers would trust a watermark of the future until that time has come. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(1);

  private static final int MAX_LENGTH = 200;

  private final LogIngest ingest;
  private final Clock clock;

  WatermarkController(LogIngest ingest, Clock clock) {
    this.ingest = ingest;
    this.clock = clock;
  }

  /** The log holds everything that {@code source} committed before {@code completeTo}. */
  record Body(@NotNull @PlainText(max = MAX_LENGTH) String source, @NotNull Instant completeTo) {

    URI sourceUri() {
      try {
        return URI.create(source);
      } catch (IllegalArgumentException malformed) {
        throw new Invalid("source", "must be a URI");
      }
    }
  }

  @PostMapping(Paths.LOG + "/{topic}/watermarks")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Append a watermark to a topic",
      description =
          "The response follows the acknowledgement of all partitions. 409 where Mocha writes the"
              + " topic's watermarks itself.")
  public void watermark(@PathVariable String topic, @Valid @RequestBody Body body) {
    if (!ingest.topics().contains(topic)) {
      throw new NotFound("There is no such topic.");
    }
    if (body.completeTo().isBefore(Instant.EPOCH)
        || body.completeTo().isAfter(clock.instant().plus(MAX_AHEAD))) {
      throw new Invalid("completeTo", "must be between 1970 and now");
    }
    switch (ingest.watermark(topic, body.sourceUri(), body.completeTo())) {
      case ACKNOWLEDGED -> {}
      case REFUSED ->
          throw new Declined(
              HttpStatus.CONFLICT,
              "Mocha writes the watermarks of this topic: mocha.kafka.relay.watermarks is true.");
      case TIMED_OUT ->
          throw new Declined(
              HttpStatus.SERVICE_UNAVAILABLE, "The log does not respond. Try again later.");
    }
  }
}
