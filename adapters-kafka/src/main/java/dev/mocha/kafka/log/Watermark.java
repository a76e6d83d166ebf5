package dev.mocha.kafka.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record that says how far a partition is complete. It is a CloudEvent: every event committed
 * before its {@code time} precedes it. Its data report the counts of the partition's events, for
 * each minute whose count has changed since the last watermark.
 */
public final class Watermark {

  public static final String TYPE = "log-watermark";

  private static final String POSITION = "position";
  private static final String MINUTES = "minutes";
  private static final String JSON_TYPE = "application/json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Watermark() {}

  /**
   * A watermark for one partition.
   *
   * @param position of the event store, for people who search for a lost event
   * @param counts of the events published to the partition
   */
  public static CloudEvent of(URI source, Instant at, long position, List<LogCount> counts) {
    var watermark =
        CloudEventBuilder.v1()
            .withId(UUID.randomUUID().toString())
            .withSource(source)
            .withType(TYPE)
            .withTime(at.atOffset(ZoneOffset.UTC))
            .withExtension(POSITION, Long.toString(position));
    return counts.isEmpty()
        ? watermark.build()
        : watermark.withData(JSON_TYPE, data(counts)).build();
  }

  private static byte[] data(List<LogCount> counts) {
    ObjectNode data = JSON.createObjectNode();
    ArrayNode minutes = data.putArray(MINUTES);
    for (LogCount it : counts) {
      minutes
          .addObject()
          .put("minute", it.minute().toString())
          .put("events", it.events())
          .put("checksum", it.checksum());
    }
    return data.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The counts that a watermark of this partition reports.
   *
   * @param data of the watermark; null when it has none
   * @throws IllegalArgumentException when the data cannot be read
   */
  public static List<LogCount> counts(LogPartition partition, byte @Nullable [] data) {
    if (data == null || data.length == 0) {
      return List.of();
    }
    var counts = new ArrayList<LogCount>();
    try {
      for (JsonNode it : JSON.readTree(data).path(MINUTES)) {
        counts.add(
            new LogCount(
                partition,
                Timestamps.parse(it.path("minute").asText()),
                it.path("events").asLong(),
                it.path("checksum").asLong()));
      }
    } catch (IOException | DateTimeException broken) {
      throw new IllegalArgumentException("the counts of the watermark cannot be read", broken);
    }
    return counts;
  }
}
