package dev.mocha.kafka.publishing;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.publishing.OutboxEvent;
import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.Watermark;
import dev.mocha.logclient.InvalidEvent;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Schemas;
import dev.mocha.logclient.Violation;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventSerializer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.axonframework.extensions.kafka.eventhandling.cloudevent.CloudEventKafkaMessageConverter;
import org.axonframework.extensions.kafka.eventhandling.producer.DefaultProducerFactory;
import org.axonframework.extensions.kafka.eventhandling.producer.ProducerFactory;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.tracing.Span;
import org.axonframework.tracing.SpanFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends the outbox relay's batches to Kafka. Upcasters take a stored event to its newest revision.
 * Its data are validated against the schema, unless they were when they were stored, and sent as a
 * CloudEvent in binary mode, keyed by merchant. The producer is idempotent and waits for all
 * replicas. An invalid event stops the relay: nothing of its batch is sent, and nothing after it.
 */
final class RelayProducer implements PublishedLog, AutoCloseable {

  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(25);

  private final KafkaProperties.Topics topics;
  private final Schemas schemas;
  private final Map<SchemaId, URI> names;
  private final JsonEvents serializer;
  private final boolean counted;
  private final URI source;
  private final ProducerFactory<String, CloudEvent> producers;
  private final CloudEventKafkaMessageConverter converter;
  private final SpanFactory spans;
  private final Counter published;
  private final Timer batches;

  RelayProducer(
      KafkaProperties properties,
      Schemas schemas,
      JsonEvents serializer,
      MeterRegistry meters,
      SpanFactory spans) {
    this.spans = spans;
    this.topics = properties.topics();
    this.schemas = schemas;
    this.names =
        schemas.ids().stream()
            .collect(toUnmodifiableMap(it -> it, it -> it.under(properties.relay().schemas())));
    this.serializer = serializer;
    this.counted = properties.relay().watermarks();
    this.source = URI.create(properties.relay().source());
    this.producers =
        DefaultProducerFactory.<String, CloudEvent>builder()
            .configuration(configuration(properties))
            .closeTimeout(Duration.ZERO)
            .build();
    this.converter =
        CloudEventKafkaMessageConverter.builder()
            .serializer(serializer)
            .sequencingPolicy(it -> ((OutgoingEvent) it).key())
            .sourceSupplier(_ -> source)
            .subjectSupplier(it -> Optional.of(((OutgoingEvent) it).subject()))
            .dataContentTypeSupplier(_ -> Optional.of("application/json"))
            .dataSchemaSupplier(it -> Optional.ofNullable(names.get(((OutgoingEvent) it).schema())))
            .addMetadataMapper(OutgoingEvent.SEQUENCE, OutgoingEvent.SEQUENCE)
            .addMetadataMapper(OutgoingEvent.RECORDED, OutgoingEvent.RECORDED)
            .addMetadataMapper(OutgoingEvent.TRACE, OutgoingEvent.TRACE)
            .build();
    this.published =
        Counter.builder("mocha.relay.published")
            .description("Events that the log has acknowledged")
            .register(meters);
    this.batches =
        Timer.builder("mocha.relay.publish")
            .description("Time from the first event of a batch to its last acknowledgement")
            .register(meters);
  }

  private static Map<String, Object> configuration(KafkaProperties properties) {
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "mocha-outbox-relay");
    configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, CloudEventSerializer.class);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    configuration.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT.toMillis());
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    return configuration;
  }

  /**
   * Validates and encodes the whole batch, on all processors, before it sends the first record. So
   * an invalid event leaves nothing of its batch in the log.
   */
  @Override
  public List<LogCount> publish(List<? extends OutboxEvent> events) {
    var begun = Timer.start();
    List<RecordMetadata> sent = sendInTraces(events.parallelStream().map(this::outgoing).toList());
    published.increment(sent.size());
    begun.stop(batches);
    if (!counted) {
      return List.of();
    }
    var counts = new ArrayList<LogCount>(sent.size());
    for (int index = 0; index < sent.size(); index++) {
      OutboxEvent event = events.get(index);
      var partition = new LogPartition(sent.get(index).topic(), sent.get(index).partition());
      counts.add(LogCount.of(partition, event.getTimestamp(), event.getEventIdentifier()));
    }
    return LogCount.sum(counts);
  }

  /** Each event's trace gets a span that ends when the log has the batch. */
  private List<RecordMetadata> sendInTraces(List<OutgoingEvent> events) {
    List<Span> begun =
        events.stream()
            .map(it -> spans.createHandlerSpan(() -> "OutboxRelay.publish", it, true).start())
            .toList();
    try {
      return sendAll(events.parallelStream().map(this::record).toList());
    } finally {
      begun.forEach(Span::end);
    }
  }

  @Override
  public void watermark(Instant at, long position, Collection<LogCount> counts) {
    Map<LogPartition, List<LogCount>> byPartition =
        counts.stream().collect(Collectors.groupingBy(LogCount::partition));
    Producer<String, CloudEvent> producer = producer();
    var watermarks = new ArrayList<ProducerRecord<String, CloudEvent>>();
    for (String topic : List.of(topics.orders(), topics.merchants())) {
      for (PartitionInfo known : producer.partitionsFor(topic)) {
        var partition = new LogPartition(topic, known.partition());
        CloudEvent watermark =
            Watermark.of(source, at, position, byPartition.getOrDefault(partition, List.of()));
        watermarks.add(new ProducerRecord<>(topic, partition.partition(), null, watermark));
      }
    }
    sendAll(watermarks);
  }

  @Override
  public void close() {
    producers.shutDown();
  }

  /**
   * Sends the records and waits for all acknowledgements. The first failure closes the producer, so
   * that it sends nothing after the failed record and the log never holds an event without its
   * predecessors.
   */
  private List<RecordMetadata> sendAll(List<ProducerRecord<String, CloudEvent>> records) {
    Producer<String, CloudEvent> producer = producer();
    var first = new AtomicReference<@Nullable Exception>();
    try {
      var inFlight = new ArrayList<Future<RecordMetadata>>(records.size());
      for (ProducerRecord<String, CloudEvent> record : records) {
        inFlight.add(
            producer.send(
                record,
                (_, failure) -> {
                  if (failure != null && first.compareAndSet(null, failure)) {
                    producers.shutDown();
                  }
                }));
      }
      var sent = new ArrayList<RecordMetadata>(records.size());
      for (Future<RecordMetadata> record : inFlight) {
        sent.add(record.get());
      }
      return sent;
    } catch (ExecutionException failed) {
      throw unacknowledged(first.get(), failed.getCause());
    } catch (InterruptedException interrupted) {
      producers.shutDown();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the log", interrupted);
    } catch (RuntimeException rejected) {
      producers.shutDown();
      throw unacknowledged(first.get(), rejected);
    }
  }

  /** The first failure is the cause; later ones only say that the producer is closed. */
  private static IllegalStateException unacknowledged(
      @Nullable Exception first, @Nullable Throwable later) {
    return new IllegalStateException(
        "the log did not acknowledge a batch", first == null ? later : first);
  }

  /** One producer for batches and watermarks. */
  private synchronized Producer<String, CloudEvent> producer() {
    return producers.createProducer();
  }

  /** An event in its newest revision, valid against its schema. */
  private OutgoingEvent outgoing(OutboxEvent event) {
    SerializedObject<byte[]> stored = event.getPayload();
    SerializedObject<byte[]> data = serializer.upcast(stored);
    String type = data.getType().getName();
    EventType known =
        EventTypes.named(type)
            .orElseThrow(
                () -> new IllegalArgumentException("there is no topic for events of type " + type));
    var schema = new SchemaId(type, data.getType().getRevision());
    if (!event.isValidated() || !data.getType().equals(stored.getType())) {
      requireValid(event, schema, data.getData());
    }
    return OutgoingEvent.of(
        event, serializer.deserialize(event.getMetaData()), known.payload(), schema, data, counted);
  }

  private ProducerRecord<String, CloudEvent> record(OutgoingEvent event) {
    String topic =
        OrderEvent.class.isAssignableFrom(event.getPayloadType())
            ? topics.orders()
            : topics.merchants();
    return converter.createKafkaMessage(event, topic);
  }

  private void requireValid(OutboxEvent event, SchemaId schema, byte[] data) {
    List<Violation> violations = schemas.validate(schema, data);
    if (!violations.isEmpty()) {
      throw new InvalidEvent(event.getEventIdentifier(), schema.toString(), violations);
    }
  }
}
