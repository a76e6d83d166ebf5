package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.application.publishing.LogCount;
import java.time.Instant;
import java.util.HashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * One of Mocha's own events, out of the log.
 *
 * @param subject the id of its order or merchant
 * @param sequence its place in the life of that
 * @param time when it happened
 * @param trace goes on where it is projected. Source: W3C Trace Context
 * @param counted in the counts of the log, where its recording is told
 */
public record OwnEvent(
    EventType type,
    String id,
    String subject,
    long sequence,
    Instant time,
    Object payload,
    @Nullable String trace,
    @Nullable LogCount counted) {

  static final String TRACE = "traceparent";

  /** As Axon's event processors take it. */
  DomainEventMessage<?> message() {
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
