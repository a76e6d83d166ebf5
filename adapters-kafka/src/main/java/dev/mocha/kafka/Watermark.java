package dev.mocha.kafka;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The record that says how far a partition is complete: a CloudEvent without data whose time is the
 * moment before which everything committed stands before it.
 */
public final class Watermark {

  /** Its type on the log. */
  public static final String TYPE = "log-watermark";

  private static final String POSITION = "position";

  private Watermark() {}

  /**
   * A mark for one partition.
   *
   * @param position in the event store, for people who look for a lost event
   */
  public static CloudEvent of(URI source, Instant at, long position) {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(source)
        .withType(TYPE)
        .withTime(at.atOffset(ZoneOffset.UTC))
        .withExtension(POSITION, Long.toString(position))
        .build();
  }
}
