package dev.mocha.application.streaming;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The streams that this process takes part in. */
public interface Streams {

  /** How they are now, the configured ones and the report's. */
  List<Status> all();

  /** One of them as a taker of its dead letters; empty for one that does not run here. */
  Optional<Redelivery.Recipient> recipient(String stream);

  /** Whether a stream goes on. */
  enum State {
    RUNNING,
    DOWN,
    STOPPED
  }

  /**
   * How a stream is.
   *
   * @param table that it writes; null where that is more than one
   * @param reason why it is not running, or why its partitions are not known; null for none
   * @param parked how many dead letters it has
   * @param differences how many minutes of the log it has other events of than were published; 0
   *     for a stream that does not compare
   */
  record Status(
      String name,
      List<String> topics,
      @Nullable String table,
      State state,
      @Nullable String reason,
      long parked,
      long differences,
      List<Partition> partitions) {}

  /**
   * How far a partition is read, by all processes together.
   *
   * @param position the offset to read next
   * @param end the offset that the next record will have
   * @param lag how many offsets are not read yet
   */
  record Partition(String topic, int partition, long position, long end, long lag) {}
}
