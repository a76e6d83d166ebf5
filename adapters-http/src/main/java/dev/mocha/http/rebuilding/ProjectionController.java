package dev.mocha.http.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.DayRebuild;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Promotion.Differs;
import dev.mocha.application.rebuilding.RebuildControl;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.Compression;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Projections, their generations and rebuilds. */
@RestController
@RequestMapping(Paths.PROJECTIONS)
@Tag(name = "Projections")
public final class ProjectionController {

  private static final String PROJECTION = "daily-report";

  private final RebuildControl rebuilds;
  private final DayRebuild days;
  private final ProgressEvents progress;

  public ProjectionController(RebuildControl rebuilds, DayRebuild days, ProgressEvents progress) {
    this.rebuilds = rebuilds;
    this.days = days;
    this.progress = progress;
  }

  /** All projections. */
  record Projections(List<ProjectionBody> items) {}

  /** A projection: the version of this process, and its live generation. */
  record ProjectionBody(
      String name, int version, @Nullable String live, List<GenerationBody> generations) {}

  /**
   * A change of a generation; {@code force} makes it in spite of differences or of another version.
   * Without a generation, the use case chooses it.
   */
  record ActionBody(
      @PlainText(max = 63) @Nullable String generation,
      @Nullable Boolean force,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String by,
      @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String reason) {

    static final ActionBody NONE = new ActionBody(null, null, null, null);

    boolean forced() {
      return Boolean.TRUE.equals(force);
    }

    RequestedBy requestedBy() {
      return new ChangeRequest(by, reason).requestedBy();
    }
  }

  @GetMapping
  @Operation(summary = "Lists the projections with their generations, the newest first")
  public Projections list() {
    return new Projections(List.of(projection()));
  }

  @GetMapping("/{name}")
  @Operation(summary = "Returns a projection with its generations, the newest first")
  public ProjectionBody show(@PathVariable String name) {
    require(name);
    return projection();
  }

  private ProjectionBody projection() {
    List<RebuildControl.Status> all = rebuilds.list();
    return new ProjectionBody(
        PROJECTION,
        rebuilds.version(),
        all.stream()
            .map(RebuildControl.Status::generation)
            .filter(it -> it.state() == State.LIVE && it.version() == rebuilds.version())
            .map(Generation::name)
            .findFirst()
            .orElse(null),
        all.stream().map(GenerationBody::of).toList());
  }

  @PostMapping("/{name}/rebuilds")
  @Operation(
      summary =
          "Starts a rebuild into a new generation; or, with a merchant, rebuilds its days at once")
  public ResponseEntity<Object> rebuild(
      @PathVariable String name,
      @Valid @RequestBody(required = false) @Nullable RebuildBody given) {
    require(name);
    RebuildBody body = given == null ? RebuildBody.NONE : given;
    if (body.merchantId() != null) {
      return ResponseEntity.ok(
          days.run(body.toDays(body.merchantId()), body.requestedBy())
              .map(DifferencesBody::of)
              .orElseThrow(
                  () -> new NotFound("There is no merchant %s.".formatted(body.merchantId()))));
    }
    Generation begun = rebuilds.start(body.toRequest(rebuilds.defaultRate()), body.requestedBy());
    return ResponseEntity.accepted()
        .location(URI.create("%s/%s/rebuilds/%s".formatted(Paths.PROJECTIONS, name, begun.name())))
        .body(GenerationBody.of(begun));
  }

  @GetMapping("/{name}/rebuilds/{id}")
  @Operation(summary = "Returns a generation and the progress of its rebuild")
  public GenerationBody rebuild(@PathVariable String name, @PathVariable String id) {
    require(name);
    return GenerationBody.of(rebuilds.status(id).orElseThrow(() -> unknown(id)));
  }

  @GetMapping(
      value = {"/{name}/rebuilds/{id}/events", "/{name}/events"},
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(summary = "Streams the progress of a rebuild, or of the latest one, until it ends")
  public SseEmitter events(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String id,
      HttpServletRequest request) {
    require(name);
    Compression.stream(request);
    return progress.of(found(id).name());
  }

  @GetMapping("/{name}/rebuilds/{id}/differences")
  @Operation(
      summary =
          "Verifies a generation: compares it with its own orders and with the live generation."
              + " Reads every row")
  public DifferencesBody differences(@PathVariable String name, @PathVariable String id) {
    require(name);
    return DifferencesBody.of(rebuilds.verify(id).orElseThrow(() -> unknown(id)));
  }

  @PostMapping({"/{name}/promote", "/{name}/rebuilds/{id}/promote"})
  @Operation(
      summary =
          "Makes a generation live: the named one, or the newest that is ready and newer than the"
              + " live one")
  public GenerationBody promote(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String id,
      @Valid @RequestBody(required = false) @Nullable ActionBody given) {
    return act(
        name, id, given, (it, body) -> rebuilds.promote(it, body.forced(), body.requestedBy()));
  }

  @PostMapping("/{name}/rollback")
  @Operation(summary = "Makes the previous generation live again")
  public GenerationBody rollBack(
      @PathVariable String name, @Valid @RequestBody(required = false) @Nullable ActionBody given) {
    return act(
        name, null, given, (it, body) -> rebuilds.rollBack(it, body.forced(), body.requestedBy()));
  }

  @PostMapping({"/{name}/cancel", "/{name}/rebuilds/{id}/cancel"})
  @Operation(summary = "Cancels the running rebuild")
  public GenerationBody cancel(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String id,
      @Valid @RequestBody(required = false) @Nullable ActionBody given) {
    return act(name, id, given, (it, body) -> rebuilds.cancel(it, body.requestedBy()));
  }

  @PostMapping({"/{name}/retire", "/{name}/rebuilds/{id}/retire"})
  @Operation(summary = "Retires a generation: the named one, or the previous one")
  public GenerationBody retire(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String id,
      @Valid @RequestBody(required = false) @Nullable ActionBody given) {
    return act(
        name, id, given, (it, body) -> rebuilds.retire(it, body.forced(), body.requestedBy()));
  }

  @ExceptionHandler
  ProblemDetail on(Differs e) {
    var problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
    problem.setProperty("differences", DifferencesBody.of(e.differences()));
    return problem;
  }

  /** Null leaves the choice of the generation to the use case. */
  private interface Act {
    Generation on(@Nullable String generation, ActionBody body);
  }

  private GenerationBody act(
      String name, @Nullable String id, @Nullable ActionBody given, Act action) {
    require(name);
    ActionBody body = given == null ? ActionBody.NONE : given;
    return GenerationBody.of(
        rebuilds.status(action.on(chosen(id, body), body).name()).orElseThrow());
  }

  private @Nullable String chosen(@Nullable String id, ActionBody body) {
    if (id != null && body.generation() != null && !id.equals(body.generation())) {
      throw new Invalid("generation", "must be the generation in the path, or absent");
    }
    String named = id == null ? body.generation() : id;
    return named == null ? null : found(named).name();
  }

  private Generation found(@Nullable String id) {
    return rebuilds.find(id).orElseThrow(() -> unknown(id == null ? "rebuild" : id));
  }

  private static void require(String name) {
    if (!name.equals(PROJECTION)) {
      throw new NotFound("There is no projection %s; there is %s.".formatted(name, PROJECTION));
    }
  }

  private static NotFound unknown(String id) {
    return new NotFound("There is no generation " + id + ".");
  }
}
