package dev.mocha.logclient;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Kafka, each held against its schema before. A record is a CloudEvent in binary
 * mode; its key, which decides on its partition and so keeps an order among events, is the
 * extension {@code partitionkey}, or else the subject. The producer is idempotent and waits for all
 * replicas. Safe for use by many threads.
 */
public final class LogClient implements AutoCloseable {

  private static final String MARK = "log-watermark";
  private static final String PARTITION_KEY = "partitionkey";
  private static final String JSON = "application/json";
  private static final Pattern JSON_TYPES =
      Pattern.compile("application/(json|[^;\\s]+\\+json)\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final Producer<String, byte[]> producer;
  private final Schemas schemas;

  /** Where an event stands in the log. */
  public record Receipt(String topic, int partition, long offset) {}

  /**
   * @param kafka properties of a Kafka producer; {@code bootstrap.servers} is required. What makes
   *     sending safe and ordered (serializers, {@code acks}, idempotence, one request in flight)
   *     cannot be set.
   */
  public LogClient(Map<String, ?> kafka, Schemas schemas) {
    this.producer = new KafkaProducer<>(configuration(kafka));
    this.schemas = schemas;
  }

  private static Map<String, Object> configuration(Map<String, ?> kafka) {
    var configuration = new HashMap<String, Object>(kafka);
    configuration.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    configuration.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return configuration;
  }

  /**
   * Sends an event. Its data must be JSON and keep the schema that its {@code dataschema} names.
   * Events of one key that are sent one after the other stand in the log in that order. Sending an
   * event twice puts it there twice: readers tell by its id, or by what they order events by.
   *
   * @return completed when the log has the event safely; exceptionally with {@link InvalidEvent}
   *     when it was not sent because something is wrong with it, or else with the failure of Kafka,
   *     after which the log may or may not have the event
   */
  public CompletableFuture<Receipt> send(String topic, CloudEvent event) {
    List<Violation> violations = violations(event);
    if (!violations.isEmpty()) {
      return CompletableFuture.failedFuture(
          new InvalidEvent(event.getId(), event.getType(), violations));
    }
    return send(record(topic, event));
  }

  /**
   * Marks each partition of a topic: every event that its service had committed before a moment is
   * on the log, as its futures have told. From marks readers know how far they are complete, and
   * whether they are behind; so whoever writes a topic marks it again and again, also while nothing
   * happens, and is the only one to do so.
   *
   * @param source the CloudEvents source attribute of the marks
   * @param completeTo by the clock by which the service commits; never before that of a mark sent
   *     earlier
   * @return completed when all partitions have their mark; exceptionally with the failure of Kafka.
   *     The first time, and while no broker answers, it is returned after {@code max.block.ms} only
   */
  public CompletableFuture<Void> mark(String topic, URI source, Instant completeTo) {
    try {
      return CompletableFuture.allOf(
          producer.partitionsFor(topic).stream()
              .map(it -> send(mark(it, source, completeTo)))
              .toArray(CompletableFuture<?>[]::new));
    } catch (RuntimeException failed) {
      return CompletableFuture.failedFuture(failed);
    }
  }

  private static ProducerRecord<String, byte[]> mark(
      PartitionInfo partition, URI source, Instant completeTo) {
    CloudEvent mark =
        CloudEventBuilder.v1()
            .withId(UUID.randomUUID().toString())
            .withSource(source)
            .withType(MARK)
            .withTime(completeTo.atOffset(ZoneOffset.UTC))
            .build();
    return KafkaMessageFactory.<String>createWriter(
            partition.topic(), partition.partition(), null, null)
        .writeBinary(mark);
  }

  private CompletableFuture<Receipt> send(ProducerRecord<String, byte[]> record) {
    var receipt = new CompletableFuture<Receipt>();
    try {
      var _ =
          producer.send(
              record,
              (sent, failure) -> {
                if (failure == null) {
                  receipt.complete(new Receipt(sent.topic(), sent.partition(), sent.offset()));
                } else {
                  receipt.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException failed) {
      receipt.completeExceptionally(failed);
    }
    return receipt;
  }

  /** What is wrong with an event, by pointers into its structured form; nothing when it may go. */
  public List<Violation> violations(CloudEvent event) {
    Optional<SchemaId> schema = SchemaId.namedBy(Objects.toString(event.getDataSchema(), null));
    if (schema.isEmpty()) {
      return violation("/dataschema", "must end in the event's type and the schema's revision");
    }
    if (!schema.get().type().equals(event.getType())) {
      return violation("/dataschema", "must name a schema of the type " + event.getType());
    }
    if (schemas.text(schema.get()).isEmpty()) {
      return violation("/dataschema", "names an unknown schema: " + schema.get());
    }
    String contentType = event.getDataContentType();
    if (contentType != null && !JSON_TYPES.matcher(contentType).matches()) {
      return violation("/datacontenttype", "must be JSON");
    }
    CloudEventData data = event.getData();
    if (data == null) {
      return violation("/data", "is required");
    }
    return schemas.validate(schema.get(), data.toBytes()).stream()
        .map(it -> it.below("/data"))
        .toList();
  }

  private static List<Violation> violation(String pointer, String message) {
    return List.of(new Violation(pointer, message));
  }

  private static ProducerRecord<String, byte[]> record(String topic, CloudEvent event) {
    CloudEvent typed =
        event.getDataContentType() == null
            ? CloudEventBuilder.v1(event).withDataContentType(JSON).build()
            : event;
    return KafkaMessageFactory.<String>createWriter(topic, keyOf(event)).writeBinary(typed);
  }

  private static @Nullable String keyOf(CloudEvent event) {
    Object key = event.getExtension(PARTITION_KEY);
    return key == null ? event.getSubject() : key.toString();
  }

  /** Waits half a minute at most for what was sent, and ends. */
  @Override
  public void close() {
    producer.close(CLOSING);
  }
}
