package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.reporting.ReportRows;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the generations hold. */
public interface GenerationContents {

  /** Reads and writes the rows of a generation. */
  ReportRows rows(String generation);

  /** How far its stream has read the log. */
  Map<LogPartition, Long> positions(String generation);

  /** How much of it there is. */
  Content content(String generation);

  /**
   * How much there is of a generation.
   *
   * @param bytes on disk, indexes included
   * @param checksum the sum over all its days, as 16 hexadecimal digits; null where its version has
   *     none
   * @param completeTo everything committed before is in it; null when that is not known
   */
  record Content(long bytes, @Nullable String checksum, @Nullable Instant completeTo) {}

  /** The bytes that the database has left; empty when its disk cannot be seen from here. */
  OptionalLong freeBytes();
}
