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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends events of other services to the topics that are open to them. */
final class KafkaIngest implements LogIngest, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaIngest.class);

  /** Within which the log must acknowledge an event. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Set<String> topics;
  private final OwnTopics ownTopics;
  private final boolean writesWatermarks;
  private final LogClient client;

  KafkaIngest(KafkaProperties properties, Schemas schemas, Serializer serializer) {
    this(properties, schemas, serializer, TIMEOUT);
  }

  KafkaIngest(
      KafkaProperties properties, Schemas schemas, Serializer serializer, Duration timeout) {
    this.topics = properties.ingestTopics();
    this.ownTopics = new OwnTopics(properties.topics(), serializer);
    this.writesWatermarks = properties.relay().watermarks();
    this.client = new LogClient(configuration(properties, timeout), schemas);
  }

  private static Map<String, Object> configuration(KafkaProperties properties, Duration timeout) {
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "mocha-log-ingest");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis() / 2);
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
    return configuration;
  }

  @Override
  public Set<String> topics() {
    return topics;
  }

  @Override
  public List<Outcome> append(String topic, List<LogEvent> events) {
    var outcomes = new ArrayList<CompletableFuture<Outcome>>(events.size());
    var latest = new HashMap<String, CompletableFuture<Outcome>>();
    boolean timedOut = false;
    for (LogEvent event : events) {
      CompletableFuture<Outcome> outcome =
          timedOut
              ? CompletableFuture.completedFuture(new Outcome.TimedOut())
              : append(topic, event, latest);
      timedOut = outcome.getNow(null) instanceof Outcome.TimedOut;
      outcomes.add(outcome);
    }
    return outcomes.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public WatermarkOutcome watermark(String topic, URI source, Instant completeTo) {
    if (writesWatermarks && ownTopics.contain(topic)) {
      return WatermarkOutcome.REFUSED;
    }
    return client
        .watermark(topic, source, completeTo)
        .handle(
            (_, failure) -> {
              if (failure != null) {
                LOG.warn("{} did not acknowledge a watermark: {}", topic, failure.toString());
              }
              return failure == null ? WatermarkOutcome.ACKNOWLEDGED : WatermarkOutcome.TIMED_OUT;
            })
        .join();
  }

  /**
   * Waits for the outcome of the subject's previous event and sends this one only if that one was
   * acknowledged: otherwise the log would hold it in the other's place. After a timeout nothing
   * more of the request is sent.
   *
   * @param latest the last outcome of each subject
   */
  private CompletableFuture<Outcome> append(
      String topic, LogEvent event, Map<String, CompletableFuture<Outcome>> latest) {
    String subject = event.attributes().get("subject");
    CompletableFuture<Outcome> previous = subject == null ? null : latest.get(subject);
    Outcome before = previous == null ? null : previous.join();
    if (before instanceof Outcome.TimedOut) {
      return CompletableFuture.completedFuture(before);
    }
    if (before != null && !(before instanceof Outcome.Acknowledged)) {
      return CompletableFuture.completedFuture(new Outcome.Blocked());
    }
    CompletableFuture<Outcome> outcome =
        switch (EventAttributes.parse(event)) {
          case EventAttributes.Parsed.Invalid(var violations) -> invalid(violations);
          case EventAttributes.Parsed.Event(var parsed) -> send(topic, parsed);
        };
    if (subject != null) {
      latest.put(subject, outcome);
    }
    return outcome;
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
      case OwnTopics.Checked.Invalid(var faults) -> invalid(faults);
      case OwnTopics.Checked.Keyed(var keyed) -> deliver(topic, keyed);
    };
  }

  private CompletableFuture<Outcome> deliver(String topic, CloudEvent event) {
    return client
        .send(topic, event)
        .<Outcome>thenApply(it -> new Outcome.Acknowledged(it.partition(), it.offset()))
        .exceptionally(failure -> outcomeOf(topic, event, failure));
  }

  private static Outcome outcomeOf(String topic, CloudEvent event, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case InvalidEvent invalid -> outcomeOf(invalid.violations());
      case RecordTooLargeException _ ->
          new Outcome.Invalid(List.of(new Violation("/data", "is larger than the log allows")));
      case null, default -> {
        LOG.warn(
            "{} did not acknowledge event {}: {}", topic, event.getId(), String.valueOf(cause));
        yield new Outcome.TimedOut();
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
