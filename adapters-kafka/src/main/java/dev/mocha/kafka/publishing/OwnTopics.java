package dev.mocha.kafka.publishing;

import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.logclient.SchemaId;
import dev.mocha.logclient.Violation;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;

/**
 * Validates what the readers of orders and merchants need beyond the schema: a type of the topic, a
 * time, a subject that is the id in the data, a sequence, and the merchant as key.
 */
final class OwnTopics {

  private static final String KEY = "partitionkey";
  private static final Pattern SEQUENCE = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final KafkaProperties.Topics topics;
  private final Serializer serializer;

  OwnTopics(KafkaProperties.Topics topics, Serializer serializer) {
    this.topics = topics;
    this.serializer = serializer;
  }

  boolean contain(String topic) {
    return topic.equals(topics.orders()) || topic.equals(topics.merchants());
  }

  /** The event with its key, or what is wrong with it. */
  sealed interface Checked {

    record Keyed(CloudEvent event) implements Checked {}

    record Invalid(List<Violation> violations) implements Checked {}
  }

  /**
   * @param event that is valid against its schema
   */
  Checked check(String topic, CloudEvent event) {
    Object payload;
    try {
      payload = payload(event);
    } catch (SerializationException broken) {
      return new Checked.Invalid(
          List.of(new Violation("/data", "cannot be read: " + JsonEvents.reason(broken))));
    }
    return switch (payload) {
      case OrderEvent it when topic.equals(topics.orders()) ->
          check(event, it.orderId().value(), it.merchantId().value());
      case MerchantEvent it when topic.equals(topics.merchants()) ->
          check(event, it.merchantId().value(), it.merchantId().value());
      default ->
          new Checked.Invalid(List.of(new Violation("/type", "is not a type of this topic")));
    };
  }

  private Object payload(CloudEvent event) {
    SchemaId schema = SchemaId.namedBy(String.valueOf(event.getDataSchema())).orElseThrow();
    return serializer.deserialize(
        new SimpleSerializedObject<>(
            Objects.requireNonNull(event.getData()).toBytes(),
            byte[].class,
            new SimpleSerializedType(schema.type(), schema.revision())));
  }

  private static Checked check(CloudEvent event, String subject, String key) {
    var violations = new ArrayList<Violation>();
    if (event.getTime() == null) {
      violations.add(new Violation("/time", "is required"));
    }
    if (!subject.equals(event.getSubject())) {
      violations.add(new Violation("/subject", "must be the id in the data: " + subject));
    }
    Object sequence = event.getExtension(OutgoingEvent.SEQUENCE);
    if (sequence == null || !SEQUENCE.matcher(sequence.toString()).matches()) {
      violations.add(new Violation("/sequence", "must number the events of the subject from 0"));
    }
    if (event.getExtension(OutgoingEvent.RECORDED) != null) {
      violations.add(
          new Violation(
              "/recordedtime", "is set by the outbox relay only: its events are counted"));
    }
    Object given = event.getExtension(KEY);
    if (given != null && !given.equals(key)) {
      violations.add(new Violation("/partitionkey", "must be the merchant's id, or absent"));
    }
    return violations.isEmpty()
        ? new Checked.Keyed(CloudEventBuilder.v1(event).withExtension(KEY, key).build())
        : new Checked.Invalid(violations);
  }
}
