package dev.mocha.http;

import dev.mocha.application.publishing.LogEvent;
import dev.mocha.application.publishing.LogIngest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Appends events to the topic {@code open}. An event's type decides its outcome: {@code invalid},
 * {@code blocked}, {@code timed-out}, or acknowledged for any other type.
 */
public final class LogInMemory implements LogIngest {

  private final List<LogEvent> events = new ArrayList<>();
  private final List<String> watermarks = new ArrayList<>();

  @Override
  public Set<String> topics() {
    return Set.of("open");
  }

  /** The appended events, in their order. */
  public synchronized List<LogEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public WatermarkOutcome watermark(String topic, URI source, Instant completeTo) {
    return switch (source.toString()) {
      case "/refused" -> WatermarkOutcome.REFUSED;
      case "/timed-out" -> WatermarkOutcome.TIMED_OUT;
      default -> {
        watermarks.add("%s %s %s".formatted(topic, source, completeTo));
        yield WatermarkOutcome.ACKNOWLEDGED;
      }
    };
  }

  /** The appended watermarks, in their order. */
  public List<String> watermarks() {
    return List.copyOf(watermarks);
  }

  @Override
  public synchronized List<Outcome> append(String topic, List<LogEvent> appended) {
    var outcomes = new ArrayList<Outcome>();
    for (LogEvent event : appended) {
      events.add(event);
      outcomes.add(
          switch (event.attributes().getOrDefault("type", "")) {
            case "invalid" ->
                new Outcome.Invalid(List.of(new Violation("/data/amount", "must be more")));
            case "blocked" -> new Outcome.Blocked();
            case "timed-out" -> new Outcome.TimedOut();
            default -> new Outcome.Acknowledged(3, 40 + outcomes.size());
          });
    }
    return outcomes;
  }
}
