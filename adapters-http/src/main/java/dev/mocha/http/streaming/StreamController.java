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

/** The status of the streams. */
@RestController
@RequestMapping(Paths.STREAMS)
@Tag(name = "Streams")
final class StreamController {

  private final Streams streams;

  StreamController(Streams streams) {
    this.streams = streams;
  }

  record StreamList(List<Streams.Status> streams) {}

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Shows the streams of this process: state, offsets, lag and dead letters",
      description =
          "Offsets are those of all processes together. The generations of the report come first.")
  StreamList list() {
    return new StreamList(streams.all());
  }
}
