package dev.mocha.http.publishing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import dev.mocha.application.publishing.LogEvent;
import dev.mocha.application.publishing.LogIngest;
import dev.mocha.application.publishing.LogIngest.Outcome;
import dev.mocha.http.web.HttpProperties;
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
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Appends events of other services to the log, by the HTTP binding of CloudEvents. */
@RestController
@Tag(name = "Log")
@Profile(Role.ORDERS)
final class LogController {

  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCHED = "application/cloudevents-batch+json";

  private final LogIngest ingest;
  private final EventBodies bodies;
  private final int maxEvents;

  LogController(LogIngest ingest, ObjectMapper json, HttpProperties properties) {
    this.ingest = ingest;
    this.bodies = new EventBodies(json);
    this.maxEvents = properties.ingest().maxEvents();
  }

  record Receipt(String id, String topic, int partition, long offset) {}

  /** The outcome of an event of a batch, as an HTTP status. Fields that do not apply are absent. */
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
      summary = "Append events to a topic of the log",
      description =
          "CloudEvents 1.0 over HTTP: binary (attributes in ce- headers), structured"
              + " (application/cloudevents+json) or batched (application/cloudevents-batch+json)."
              + " The data are JSON and valid against the schema that dataschema names. The"
              + " response follows the log's acknowledgement. A batch gets 200 when all its events"
              + " were acknowledged, otherwise 207 and a status for each event, in the events'"
              + " order.",
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
    if (!ingest.topics().contains(topic)) {
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
    return switch (ingest.append(topic, List.of(event)).getFirst()) {
      case Outcome.Acknowledged(var partition, var offset) ->
          ResponseEntity.ok(
              new Receipt(event.attributes().getOrDefault("id", ""), topic, partition, offset));
      case Outcome.Invalid(var violations) -> throw new Invalid(fields(violations));
      case Outcome.Blocked _, Outcome.TimedOut _ -> throw unavailable();
    };
  }

  private ResponseEntity<?> batch(String topic, List<LogEvent> events) {
    if (events.size() > maxEvents) {
      throw new Declined(
          HttpStatus.PAYLOAD_TOO_LARGE, "A batch may hold at most " + maxEvents + " events.");
    }
    List<Outcome> outcomes = ingest.append(topic, events);
    if (!outcomes.isEmpty() && outcomes.stream().allMatch(Outcome.TimedOut.class::isInstance)) {
      throw unavailable();
    }
    var results = new ArrayList<Result>(events.size());
    for (int i = 0; i < events.size(); i++) {
      results.add(result(topic, events.get(i).attributes().get("id"), outcomes.get(i)));
    }
    boolean complete = outcomes.stream().allMatch(Outcome.Acknowledged.class::isInstance);
    return ResponseEntity.status(complete ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
        .body(new Results(results));
  }

  private static Result result(String topic, @Nullable String id, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Acknowledged(var partition, var offset) ->
          new Result(id, HttpStatus.OK.value(), topic, partition, offset, null, null);
      case Outcome.Invalid(var violations) ->
          new Result(
              id, HttpStatus.BAD_REQUEST.value(), null, null, null, null, fields(violations));
      case Outcome.Blocked _ ->
          failed(
              id,
              HttpStatus.FAILED_DEPENDENCY,
              "An earlier event of the same subject was not appended.");
      case Outcome.TimedOut _ ->
          failed(
              id,
              HttpStatus.SERVICE_UNAVAILABLE,
              "The log did not acknowledge the event in time. Send it again.");
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
        HttpStatus.SERVICE_UNAVAILABLE, "The log does not respond. Try again later.");
  }
}
