package dev.mocha.http.streaming;

import dev.mocha.application.streaming.Streams;
import dev.mocha.http.web.Paths;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far the streams are. */
@RestController
@RequestMapping(Paths.STREAMS)
@Tag(name = "Streams")
public final class StreamController {

  private final Streams streams;

  public StreamController(Streams streams) {
    this.streams = streams;
  }

  /** The streams of this process. */
  public record StreamList(List<Streams.Status> streams) {}

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "The streams of this process: state, positions, lag and dead letters",
      description =
          "Positions are those of all processes together. The first is the daily report's.")
  public StreamList list() {
    return new StreamList(streams.all());
  }
}
