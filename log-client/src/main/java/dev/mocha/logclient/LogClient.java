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
 * Validates events against their schemas and sends them to Kafka. A record is a CloudEvent in
 * binary mode. Its key is the extension {@code partitionkey}, or else the subject; the key
 * determines the partition, and so the order of events. The producer is idempotent and waits for
 * all replicas. Thread-safe.
 */
public final class LogClient implements AutoCloseable {

  private static final String WATERMARK = "log-watermark";
  private static final String PARTITION_KEY = "partitionkey";
  private static final String JSON = "application/json";
  private static final Pattern JSON_TYPES =
      Pattern.compile("application/(json|[^;\\s]+\\+json)\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final Producer<String, byte[]> producer;
  private final Schemas schemas;

  public record Receipt(String topic, int partition, long offset) {}

  /**
   * @param kafka properties of a Kafka producer; {@code bootstrap.servers} is required. Properties
   *     that make sending safe and ordered (serializers, {@code acks}, idempotence, one request in
   *     flight) are fixed.
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
   * Sends an event. Its data must be JSON and valid against the schema that its {@code dataschema}
   * names. Events of one key keep the order in which they are sent. An event that is sent twice is
   * in the log twice; readers drop the second by its id or its sequence.
   *
   * @return completed when all replicas hold the event; completed exceptionally with {@link
   *     InvalidEvent} when the event was invalid and not sent, or with Kafka's failure, after which
   *     the log may or may not hold the event
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
   * Appends a watermark to each partition of a topic: the log has acknowledged every event that the
   * service committed before {@code completeTo}. Readers learn from watermarks how far they are
   * complete and whether they lag. The service that writes a topic sends watermarks at short
   * intervals, also while it has no events, and no other service may send them.
   *
   * @param source the CloudEvents source attribute of the watermarks
   * @param completeTo by the clock of the service's commits; never earlier than in the last
   *     watermark
   * @return completed when all partitions hold the watermark; completed exceptionally with Kafka's
   *     failure. The first call, and any call while no broker answers, blocks up to {@code
   *     max.block.ms}
   */
  public CompletableFuture<Void> watermark(String topic, URI source, Instant completeTo) {
    try {
      return CompletableFuture.allOf(
          producer.partitionsFor(topic).stream()
              .map(it -> send(watermark(it, source, completeTo)))
              .toArray(CompletableFuture<?>[]::new));
    } catch (RuntimeException failed) {
      return CompletableFuture.failedFuture(failed);
    }
  }

  private static ProducerRecord<String, byte[]> watermark(
      PartitionInfo partition, URI source, Instant completeTo) {
    CloudEvent watermark =
        CloudEventBuilder.v1()
            .withId(UUID.randomUUID().toString())
            .withSource(source)
            .withType(WATERMARK)
            .withTime(completeTo.atOffset(ZoneOffset.UTC))
            .build();
    return KafkaMessageFactory.<String>createWriter(
            partition.topic(), partition.partition(), null, null)
        .writeBinary(watermark);
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

  /** The violations of an event, with pointers into its structured form; empty when it is valid. */
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

  /** Waits up to 30 seconds for acknowledgements, then closes the producer. */
  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
