package dev.mocha.kafka.publishing;

import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.application.publishing.PublishedLog;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.KafkaProperties;
import dev.mocha.kafka.Watermark;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventSerializer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.extensions.kafka.eventhandling.cloudevent.CloudEventKafkaMessageConverter;
import org.axonframework.extensions.kafka.eventhandling.producer.DefaultProducerFactory;
import org.axonframework.extensions.kafka.eventhandling.producer.ProducerFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;

/**
 * The log client on Kafka. Events become CloudEvents in binary mode, keyed by merchant; the
 * producer is idempotent and waits for all replicas.
 */
public final class KafkaLog implements PublishedLog, AutoCloseable {

  private static final String SEQUENCE = "sequence";
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(25);

  private final KafkaProperties.Topics topics;
  private final URI source;
  private final ProducerFactory<String, CloudEvent> producers;
  private final CloudEventKafkaMessageConverter converter;
  private final Counter published;
  private final Timer batches;

  public KafkaLog(KafkaProperties properties, Serializer serializer, MeterRegistry meters) {
    this.topics = properties.topics();
    this.source = URI.create(properties.publisher().source());
    this.producers =
        DefaultProducerFactory.<String, CloudEvent>builder()
            .configuration(configuration(properties))
            .closeTimeout(Duration.ZERO)
            .build();
    this.converter =
        CloudEventKafkaMessageConverter.builder()
            .serializer(serializer)
            .sequencingPolicy(KafkaLog::merchantOf)
            .sourceSupplier(_ -> source)
            .subjectSupplier(it -> Optional.of(subjectOf(it)))
            .dataContentTypeSupplier(_ -> Optional.of("application/json"))
            .dataSchemaSupplier(it -> EventTypes.of(it.getPayloadType()).map(EventType::schema))
            .addMetadataMapper(SEQUENCE, SEQUENCE)
            .build();
    this.published =
        Counter.builder("mocha.log.published")
            .description("Events that the log has acknowledged")
            .register(meters);
    this.batches =
        Timer.builder("mocha.log.publish")
            .description("From the first event of a batch to the last acknowledgement")
            .register(meters);
  }

  private static Map<String, Object> configuration(KafkaProperties properties) {
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "mocha-log-client");
    configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, CloudEventSerializer.class);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT.toMillis());
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    return configuration;
  }

  @Override
  public Batch begin() {
    return new Sending(producers.createProducer());
  }

  @Override
  public void mark(Instant at, long position) {
    var batch = new Sending(producers.createProducer());
    CloudEvent mark = Watermark.of(source, at, position);
    for (String topic : List.of(topics.orders(), topics.merchants())) {
      for (PartitionInfo partition : batch.producer.partitionsFor(topic)) {
        batch.send(new ProducerRecord<>(topic, partition.partition(), null, mark));
      }
    }
    batch.awaitAll();
  }

  @Override
  public void close() {
    producers.shutDown();
  }

  /**
   * Records in flight on one producer. The first failure closes the producer before it can send
   * anything after the failed record, so that the log never holds an event without its
   * predecessors.
   */
  private final class Sending implements Batch {

    private final Producer<String, CloudEvent> producer;
    private final List<Future<RecordMetadata>> inFlight = new ArrayList<>();
    private final Timer.Sample begun = Timer.start();

    private Sending(Producer<String, CloudEvent> producer) {
      this.producer = producer;
    }

    @Override
    public void send(EventMessage<?> event) {
      String topic =
          switch (event.getPayload()) {
            case OrderEvent _ -> topics.orders();
            case MerchantEvent _ -> topics.merchants();
            case Object other -> throw new IllegalArgumentException("no topic for " + other);
          };
      send(converter.createKafkaMessage(asPublished(event), topic));
    }

    private void send(ProducerRecord<String, CloudEvent> sent) {
      try {
        inFlight.add(
            producer.send(
                sent,
                (_, failure) -> {
                  if (failure != null) {
                    producers.shutDown();
                  }
                }));
      } catch (RuntimeException failed) {
        producers.shutDown();
        throw failed;
      }
    }

    @Override
    public void awaitAcknowledgement() {
      awaitAll();
      published.increment(inFlight.size());
      begun.stop(batches);
    }

    private void awaitAll() {
      try {
        for (Future<RecordMetadata> record : inFlight) {
          record.get();
        }
      } catch (ExecutionException failed) {
        throw new IllegalStateException("the log did not take a batch", failed.getCause());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the log", interrupted);
      }
    }
  }

  /** With the time when it happened, and its place in the life of its order or merchant. */
  private static EventMessage<?> asPublished(EventMessage<?> event) {
    var stored = (DomainEventMessage<?>) event;
    Instant at =
        switch (event.getPayload()) {
          case OrderEvent it -> it.at();
          case MerchantEvent it -> it.at();
          case Object _ -> event.getTimestamp();
        };
    return new GenericDomainEventMessage<>(
        stored.getType(),
        stored.getAggregateIdentifier(),
        stored.getSequenceNumber(),
        stored.withMetaData(MetaData.with(SEQUENCE, Long.toString(stored.getSequenceNumber()))),
        () -> at);
  }

  private static String merchantOf(EventMessage<?> event) {
    return switch (event.getPayload()) {
      case OrderEvent it -> it.merchantId().value();
      case MerchantEvent it -> it.merchantId().value();
      case Object other -> throw new IllegalArgumentException("no merchant in " + other);
    };
  }

  private static String subjectOf(EventMessage<?> event) {
    return switch (event.getPayload()) {
      case OrderEvent it -> it.orderId().value();
      case MerchantEvent it -> it.merchantId().value();
      case Object other -> throw new IllegalArgumentException("no subject in " + other);
    };
  }
}
