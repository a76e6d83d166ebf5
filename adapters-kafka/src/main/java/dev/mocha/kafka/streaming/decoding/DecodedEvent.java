package dev.mocha.kafka.streaming.decoding;

import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.application.publishing.LogCount;
import java.time.Instant;
import java.util.HashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * One of Mocha's own events.
 *
 * @param subject the id of its order or merchant
 * @param sequence its number among the events of that
 * @param time when it happened
 * @param trace the trace that its projection continues. Source: W3C Trace Context
 * @param counted what it adds to the counts of the log; null when it has no recording time
 */
public record DecodedEvent(
    EventType type,
    String id,
    String subject,
    long sequence,
    Instant time,
    Object payload,
    @Nullable String trace,
    @Nullable LogCount counted) {

  static final String TRACE = "traceparent";

  /** The message for Axon's event processors. */
  public DomainEventMessage<?> message() {
    var metaData = new HashMap<String, Object>();
    if (trace != null) {
      metaData.put(TRACE, trace);
    }
    if (counted != null) {
      metaData.put(LogCount.METADATA, counted);
    }
    return new GenericDomainEventMessage<>(
        type.name(), subject, sequence, payload, MetaData.from(metaData), id, time);
  }
}
