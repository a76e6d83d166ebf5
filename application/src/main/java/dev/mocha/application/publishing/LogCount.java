package dev.mocha.application.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The number of events of a partition that were recorded in a minute, with a checksum that does not
 * depend on their order. The outbox relay and the log consumer both count. Equal counts mean that
 * no event was lost and none was applied twice.
 *
 * @param minute in which the event store recorded the events
 * @param checksum the sum of the CRC-32 of the events' ids
 */
public record LogCount(LogPartition partition, Instant minute, long events, long checksum) {

  /** The name of the metadata in which an event from the log carries its own count. */
  public static final String METADATA = "counted";

  public static LogCount of(LogPartition partition, Instant recordedAt, String eventId) {
    var crc = new CRC32();
    crc.update(eventId.getBytes(UTF_8));
    return new LogCount(partition, recordedAt.truncatedTo(ChronoUnit.MINUTES), 1, crc.getValue());
  }

  public static List<LogCount> sum(Collection<LogCount> counts) {
    record Slot(LogPartition partition, Instant minute) {}
    var sums = new LinkedHashMap<Slot, LogCount>();
    for (LogCount it : counts) {
      sums.merge(
          new Slot(it.partition, it.minute),
          it,
          (one, other) ->
              new LogCount(
                  one.partition,
                  one.minute,
                  one.events + other.events,
                  one.checksum + other.checksum));
    }
    return List.copyOf(sums.values());
  }
}
