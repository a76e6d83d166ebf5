package dev.mocha.application.streaming;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The streams of this process. */
public interface Streams {

  /** The status of all streams: those of the report's generations and the configured ones. */
  List<Status> all();

  /**
   * The stream of this name as a recipient of its dead letters; empty when it does not run here.
   */
  Optional<Redelivery.Recipient> recipient(String stream);

  enum State {
    RUNNING,
    DOWN,
    STOPPED
  }

  /**
   * The status of a stream.
   *
   * @param table that it writes; null for the report, which has several
   * @param reason why the stream does not run, or why its partitions are unknown; null for none
   * @param deadLetters how many it has
   * @param differences how many minutes of the log have other events in the stream than were
   *     published; 0 for a stream that does not count events
   */
  record Status(
      String name,
      List<String> topics,
      @Nullable String table,
      State state,
      @Nullable String reason,
      long deadLetters,
      long differences,
      List<Partition> partitions) {}

  /**
   * The progress of all processes together in a partition.
   *
   * @param offset the offset to read next
   * @param endOffset the offset that the next record will have
   * @param lag how many offsets are not read yet
   */
  record Partition(String topic, int partition, long offset, long endOffset, long lag) {}
}
