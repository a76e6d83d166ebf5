package dev.mocha.http.publishing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.publishing.LogEvent;
import dev.mocha.application.publishing.LogIngest;
import dev.mocha.application.publishing.LogIngest.Outcome;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.Declined;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import dev.mocha.http.web.Problems.Violation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Takes events of other services onto the log, by the HTTP binding of CloudEvents. */
@RestController
@Tag(name = "Log")
public final class LogController {

  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCHED = "application/cloudevents-batch+json";

  private final LogIngest intake;
  private final EventBodies bodies;
  private final int mostEvents;

  /**
   * @param mostEvents that a batch may have
   */
  public LogController(LogIngest intake, ObjectMapper json, int mostEvents) {
    this.intake = intake;
    this.bodies = new EventBodies(json);
    this.mostEvents = mostEvents;
  }

  /** Where an event stands on the log. */
  record Receipt(String id, String topic, int partition, long offset) {}

  /** What became of an event of a batch, as a status of HTTP; the rest as far as it applies. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      @Nullable String id,
      int status,
      @Nullable String topic,
      @Nullable Integer partition,
      @Nullable Long offset,
      @Nullable String detail,
      @Nullable List<Violation> violations) {}

  record Results(List<Result> results) {}

  @PostMapping(Paths.LOG + "/{topic}")
  @Operation(
      summary = "Write events to a topic of the log",
      description =
          "CloudEvents 1.0 over HTTP: binary (attributes in ce- headers), structured"
              + " (application/cloudevents+json) or batched (application/cloudevents-batch+json)."
              + " The data are JSON and keep the schema that dataschema names. Answered when the"
              + " log has the event safely. A batch is answered with 200 when all of its events"
              + " were taken, otherwise with 207 and a status for each, in their order.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = {
                @Content(mediaType = "application/json"),
                @Content(mediaType = STRUCTURED),
                @Content(mediaType = BATCHED)
              }))
  public ResponseEntity<?> write(
      @PathVariable String topic,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    if (!intake.topics().contains(topic)) {
      throw new NotFound("There is no such topic.");
    }
    byte[] bytes = body == null ? new byte[0] : body;
    String contentType =
        String.valueOf(headers.getFirst(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
    if (contentType.startsWith(BATCHED)) {
      return batch(topic, bodies.batched(bytes));
    }
    return single(
        topic,
        contentType.startsWith(STRUCTURED)
            ? bodies.structured(bytes)
            : bodies.binary(headers, bytes));
  }

  private ResponseEntity<?> single(String topic, LogEvent event) {
    return switch (intake.take(topic, List.of(event)).getFirst()) {
      case Outcome.Taken(var partition, var offset) ->
          ResponseEntity.ok(
              new Receipt(event.attributes().getOrDefault("id", ""), topic, partition, offset));
      case Outcome.Invalid(var violations) -> throw new Invalid(fields(violations));
      case Outcome.Behind _, Outcome.Unanswered _ -> throw unavailable();
    };
  }

  private ResponseEntity<?> batch(String topic, List<LogEvent> events) {
    if (events.size() > mostEvents) {
      throw new Declined(
          HttpStatus.PAYLOAD_TOO_LARGE, "A batch may have at most " + mostEvents + " events.");
    }
    List<Outcome> outcomes = intake.take(topic, events);
    if (!outcomes.isEmpty() && outcomes.stream().allMatch(Outcome.Unanswered.class::isInstance)) {
      throw unavailable();
    }
    var results = new ArrayList<Result>(events.size());
    for (int i = 0; i < events.size(); i++) {
      results.add(result(topic, events.get(i).attributes().get("id"), outcomes.get(i)));
    }
    boolean allTaken = outcomes.stream().allMatch(Outcome.Taken.class::isInstance);
    return ResponseEntity.status(allTaken ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
        .body(new Results(results));
  }

  private static Result result(String topic, @Nullable String id, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Taken(var partition, var offset) ->
          new Result(id, HttpStatus.OK.value(), topic, partition, offset, null, null);
      case Outcome.Invalid(var violations) ->
          new Result(
              id, HttpStatus.BAD_REQUEST.value(), null, null, null, null, fields(violations));
      case Outcome.Behind _ ->
          failed(
              id,
              HttpStatus.FAILED_DEPENDENCY,
              "An event of the same subject before this one was not taken.");
      case Outcome.Unanswered _ ->
          failed(id, HttpStatus.SERVICE_UNAVAILABLE, "The log did not answer. Send it again.");
    };
  }

  private static Result failed(@Nullable String id, HttpStatus status, String detail) {
    return new Result(id, status.value(), null, null, null, detail, null);
  }

  private static List<Violation> fields(List<LogIngest.Violation> violations) {
    return violations.stream().map(it -> new Violation(it.pointer(), it.message())).toList();
  }

  private static Declined unavailable() {
    return new Declined(
        HttpStatus.SERVICE_UNAVAILABLE, "The log does not answer. Try again later.");
  }
}
