package dev.mocha.application.rebuilding;

import static java.util.stream.Collectors.toMap;

import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.reporting.DailyReportHandler;
import dev.mocha.application.streaming.EventStreams;
import dev.mocha.application.streaming.EventStreams.EventStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventProcessorSpanFactory;

/**
 * Runs a stream for each generation of this version whose tables are filled. The live generation
 * has a stream like any other, so a promotion or a rollback moves no stream.
 */
public final class GenerationStreams {

  private final Generations generations;
  private final GenerationContents contents;
  private final EventStreams streams;
  private final EventProcessorSpanFactory spans;
  private final int version;
  private final Map<String, EventStream> open = new LinkedHashMap<>();

  /**
   * @param version of the projection in this process
   */
  public GenerationStreams(
      Generations generations,
      GenerationContents contents,
      EventStreams streams,
      EventProcessorSpanFactory spans,
      int version) {
    this.generations = generations;
    this.contents = contents;
    this.streams = streams;
    this.spans = spans;
    this.version = version;
  }

  /** Opens and closes streams so that they match the present generations. */
  public synchronized void follow() {
    Map<String, State> needed =
        generations.all().stream()
            .filter(it -> it.version() == version && hasStream(it))
            .collect(toMap(Generation::name, Generation::state));
    for (String name : List.copyOf(open.keySet())) {
      if (!needed.containsKey(name)) {
        close(name);
      }
    }
    needed.forEach(
        (name, state) -> open.computeIfAbsent(name, this::open).affectHealth(state == State.LIVE));
  }

  private EventStream open(String name) {
    return streams.open(
        name, source -> DailyReportHandler.subscribe(source, contents.rows(name), spans));
  }

  private static boolean hasStream(Generation generation) {
    return switch (generation.state()) {
      case CATCHING_UP, READY, LIVE, PREVIOUS -> true;
      case BUILDING, FAILED, CANCELLED, RETIRED -> false;
    };
  }

  private void close(String name) {
    EventStream stream = open.remove(name);
    if (stream != null) {
      stream.close();
    }
  }

  /** Closes all streams. */
  public synchronized void closeAll() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
