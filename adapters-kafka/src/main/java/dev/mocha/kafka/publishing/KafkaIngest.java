package dev.mocha.kafka.publishing;

import dev.mocha.application.publishing.LogEvent;
import dev.mocha.application.publishing.LogIngest;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.logclient.InvalidEvent;
import dev.mocha.logclient.LogClient;
import dev.mocha.logclient.Schemas;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes events of other services onto the topics that are open to them. */
public final class KafkaIngest implements LogIngest, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaIngest.class);

  /** Within which the log must have taken an event. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Set<String> topics;
  private final OwnTopics ownTopics;
  private final boolean marksItself;
  private final LogClient client;

  public KafkaIngest(KafkaProperties properties, Schemas schemas, Serializer serializer) {
    this(properties, schemas, serializer, ANSWER);
  }

  KafkaIngest(KafkaProperties properties, Schemas schemas, Serializer serializer, Duration answer) {
    this.topics = properties.intakeTopics();
    this.ownTopics = new OwnTopics(properties.topics(), serializer);
    this.marksItself = properties.publisher().watermarks();
    this.client = new LogClient(configuration(properties, answer), schemas);
  }

  private static Map<String, Object> configuration(KafkaProperties properties, Duration answer) {
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "mocha-log-intake");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) answer.toMillis() / 2);
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, answer.toMillis());
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) answer.toMillis());
    return configuration;
  }

  @Override
  public Set<String> topics() {
    return topics;
  }

  @Override
  public List<Outcome> take(String topic, List<LogEvent> events) {
    var sent = new ArrayList<CompletableFuture<Outcome>>(events.size());
    var latest = new HashMap<String, CompletableFuture<Outcome>>();
    boolean away = false;
    for (LogEvent event : events) {
      CompletableFuture<Outcome> outcome =
          away
              ? CompletableFuture.completedFuture(new Outcome.Unanswered())
              : take(topic, event, latest);
      away = known(outcome) instanceof Outcome.Unanswered;
      sent.add(outcome);
    }
    return sent.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public Marked mark(String topic, URI source, Instant completeTo) {
    if (marksItself && ownTopics.contain(topic)) {
      return Marked.REFUSED;
    }
    return client
        .mark(topic, source, completeTo)
        .handle(
            (_, failure) -> {
              if (failure != null) {
                LOG.warn("{} was not marked: {}", topic, failure.toString());
              }
              return failure == null ? Marked.TAKEN : Marked.UNANSWERED;
            })
        .join();
  }

  /**
   * An event waits for the log's answer to the one of its subject before it, and is not sent when
   * that one was not taken: it would stand where the other belongs. A log that does not answer is
   * not asked again.
   *
   * @param latest the last event of each subject
   */
  private CompletableFuture<Outcome> take(
      String topic, LogEvent event, Map<String, CompletableFuture<Outcome>> latest) {
    String subject = event.attributes().get("subject");
    CompletableFuture<Outcome> before = subject == null ? null : latest.get(subject);
    Outcome answer = before == null ? null : before.join();
    if (answer instanceof Outcome.Unanswered) {
      return CompletableFuture.completedFuture(answer);
    }
    if (answer != null && !(answer instanceof Outcome.Taken)) {
      return CompletableFuture.completedFuture(new Outcome.Behind());
    }
    CompletableFuture<Outcome> outcome =
        switch (EventAttributes.read(event)) {
          case EventAttributes.Read.Faulty(var violations) -> invalid(violations);
          case EventAttributes.Read.Event(var read) -> send(topic, read);
        };
    if (subject != null) {
      latest.put(subject, outcome);
    }
    return outcome;
  }

  /** What is known at once; null while the log has not answered. */
  private static @Nullable Outcome known(CompletableFuture<Outcome> outcome) {
    return outcome.getNow(null);
  }

  private CompletableFuture<Outcome> send(String topic, CloudEvent event) {
    if (!ownTopics.contain(topic)) {
      return deliver(topic, event);
    }
    List<dev.mocha.logclient.Violation> violations = client.violations(event);
    if (!violations.isEmpty()) {
      return invalid(violations);
    }
    return switch (ownTopics.check(topic, event)) {
      case OwnTopics.Checked.Faulty(var faults) -> invalid(faults);
      case OwnTopics.Checked.Keyed(var keyed) -> deliver(topic, keyed);
    };
  }

  private CompletableFuture<Outcome> deliver(String topic, CloudEvent event) {
    return client
        .send(topic, event)
        .<Outcome>thenApply(it -> new Outcome.Taken(it.partition(), it.offset()))
        .exceptionally(failure -> outcomeOf(topic, event, failure));
  }

  private static Outcome outcomeOf(String topic, CloudEvent event, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case InvalidEvent invalid -> outcomeOf(invalid.violations());
      case RecordTooLargeException _ ->
          new Outcome.Invalid(List.of(new Violation("/data", "is larger than the log takes")));
      case null, default -> {
        LOG.warn("{} did not take event {}: {}", topic, event.getId(), String.valueOf(cause));
        yield new Outcome.Unanswered();
      }
    };
  }

  private static CompletableFuture<Outcome> invalid(
      List<dev.mocha.logclient.Violation> violations) {
    return CompletableFuture.completedFuture(outcomeOf(violations));
  }

  private static Outcome outcomeOf(List<dev.mocha.logclient.Violation> violations) {
    return new Outcome.Invalid(
        violations.stream().map(it -> new Violation(it.pointer(), it.message())).toList());
  }

  @Override
  public void close() {
    client.close();
  }
}
