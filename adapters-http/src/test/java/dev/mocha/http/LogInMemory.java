package dev.mocha.http;

import dev.mocha.application.publishing.LogEvent;
import dev.mocha.application.publishing.LogIngest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes events onto the topic {@code taken}. What becomes of an event is told by its type: {@code
 * invalid}, {@code behind}, {@code unanswered}, or any other.
 */
public final class LogInMemory implements LogIngest {

  private final List<LogEvent> events = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();

  @Override
  public Set<String> topics() {
    return Set.of("taken");
  }

  /** The events that came, in their order. */
  public synchronized List<LogEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public Marked mark(String topic, URI source, Instant completeTo) {
    return switch (source.toString()) {
      case "/refused" -> Marked.REFUSED;
      case "/unanswered" -> Marked.UNANSWERED;
      default -> {
        marks.add("%s %s %s".formatted(topic, source, completeTo));
        yield Marked.TAKEN;
      }
    };
  }

  /** The marks that came, in their order. */
  public List<String> marks() {
    return List.copyOf(marks);
  }

  @Override
  public synchronized List<Outcome> take(String topic, List<LogEvent> taken) {
    var outcomes = new ArrayList<Outcome>();
    for (LogEvent event : taken) {
      events.add(event);
      outcomes.add(
          switch (event.attributes().getOrDefault("type", "")) {
            case "invalid" ->
                new Outcome.Invalid(List.of(new Violation("/data/amount", "must be more")));
            case "behind" -> new Outcome.Behind();
            case "unanswered" -> new Outcome.Unanswered();
            default -> new Outcome.Taken(3, 40 + outcomes.size());
          });
    }
    return outcomes;
  }
}
