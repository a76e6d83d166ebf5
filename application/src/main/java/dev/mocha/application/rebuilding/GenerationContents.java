package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.reporting.ReportRows;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The contents of generations. */
public interface GenerationContents {

  /** Reads and writes the rows of a generation. */
  ReportRows rows(String generation);

  /** The next offset that its stream reads, by partition. */
  Map<LogPartition, Long> streamOffsets(String generation);

  /**
   * The number of records that its stream has not read.
   *
   * @param ends the end offsets of the log
   */
  default long lag(String generation, Map<LogPartition, Long> ends) {
    Map<LogPartition, Long> read = streamOffsets(generation);
    return ends.entrySet().stream()
        .mapToLong(it -> Math.max(0, it.getValue() - read.getOrDefault(it.getKey(), 0L)))
        .sum();
  }

  Content content(String generation);

  /**
   * The size of a generation and how far it is complete.
   *
   * @param bytes on disk, indexes included
   * @param checksum the sum over all its days, as 16 hexadecimal digits; null where its version has
   *     none
   * @param completeTo everything committed before this moment is in it; null when unknown
   */
  record Content(long bytes, @Nullable String checksum, @Nullable Instant completeTo) {}

  /** Free disk space of the database; empty when it runs on another machine. */
  OptionalLong freeBytes();
}
