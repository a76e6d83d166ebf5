package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.reporting.RowsInMemory;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Contents of generations, as a test defines them. */
public final class ContentsInMemory implements GenerationContents {

  /** The partition that all streams read. */
  public static final LogPartition PARTITION = new LogPartition("orders", 0);

  private static final Content EMPTY = new Content(0, "0000000000000000", null);

  private final Map<String, RowsInMemory> rows = new HashMap<>();
  private final Map<String, Long> read = new HashMap<>();
  private final Map<String, Content> contents = new HashMap<>();
  private Content other = EMPTY;
  private Map<LogPartition, Long> otherOffsets = Map.of();
  private OptionalLong free = OptionalLong.empty();

  /** The stream of a generation has read so many records; each time it is asked, one more. */
  public void read(String generation, long records) {
    read.put(generation, records);
  }

  public void content(String generation, long bytes, @Nullable Instant completeTo) {
    contents.put(generation, new Content(bytes, "0000000000000000", completeTo));
  }

  /** What every other generation contains, and how many records its stream has read. */
  public void others(Content content, long records) {
    other = content;
    otherOffsets = Map.of(PARTITION, records);
  }

  public void free(long bytes) {
    free = OptionalLong.of(bytes);
  }

  /** Forgets everything. */
  public void clear() {
    rows.clear();
    read.clear();
    contents.clear();
    other = EMPTY;
    otherOffsets = Map.of();
    free = OptionalLong.empty();
  }

  @Override
  public RowsInMemory rows(String generation) {
    return rows.computeIfAbsent(generation, _ -> new RowsInMemory());
  }

  @Override
  public Map<LogPartition, Long> streamOffsets(String generation) {
    Long now = read.computeIfPresent(generation, (_, it) -> it + 1);
    return now == null ? otherOffsets : Map.of(PARTITION, now);
  }

  @Override
  public Content content(String generation) {
    return contents.getOrDefault(generation, other);
  }

  @Override
  public OptionalLong freeBytes() {
    return free;
  }
}
