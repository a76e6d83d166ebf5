package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.reporting.RowsInMemory;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What generations hold, as a test says. */
final class ContentsInMemory implements GenerationContents {

  private final Map<String, RowsInMemory> rows = new HashMap<>();
  private final Map<String, Long> read = new HashMap<>();
  private final Map<String, Content> contents = new HashMap<>();
  private OptionalLong free = OptionalLong.empty();

  /** The partition that all streams read. */
  static final LogPartition PARTITION = new LogPartition("orders", 0);

  /** The stream of a generation has read so many records; at every look it reads one more. */
  void read(String generation, long records) {
    read.put(generation, records);
  }

  void content(String generation, long bytes, @Nullable Instant completeTo) {
    contents.put(generation, new Content(bytes, "0000000000000000", completeTo));
  }

  void free(long bytes) {
    free = OptionalLong.of(bytes);
  }

  @Override
  public RowsInMemory rows(String generation) {
    return rows.computeIfAbsent(generation, _ -> new RowsInMemory());
  }

  @Override
  public Map<LogPartition, Long> positions(String generation) {
    Long now = read.computeIfPresent(generation, (_, it) -> it + 1);
    return now == null ? Map.of() : Map.of(PARTITION, now);
  }

  @Override
  public Content content(String generation) {
    return contents.getOrDefault(generation, new Content(0, "0000000000000000", null));
  }

  @Override
  public OptionalLong freeBytes() {
    return free;
  }
}
