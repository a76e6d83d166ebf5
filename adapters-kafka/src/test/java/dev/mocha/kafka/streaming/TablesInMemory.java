package dev.mocha.kafka.streaming;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.application.streaming.StreamRow;
import dev.mocha.application.streaming.StreamTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables in memory. */
final class TablesInMemory implements StreamTables {

  private final Map<String, ProjectionInMemory> kept = new HashMap<>();
  private final Map<String, List<String>> rows = new HashMap<>();
  private final Set<String> mismatched = new HashSet<>();
  private boolean unavailable;

  /** Lets the table of this stream differ from the definition. */
  void mismatch(String stream) {
    mismatched.add(stream);
  }

  /** Lets {@link #open} fail. */
  synchronized void failDatabase() {
    unavailable = true;
  }

  synchronized void restoreDatabase() {
    unavailable = false;
  }

  @Override
  public synchronized StreamTable open(StreamDefinition stream) {
    if (unavailable) {
      throw new StreamOffsets.DatabaseUnavailable(new IllegalStateException("the test says so"));
    }
    if (mismatched.contains(stream.name())) {
      throw new Mismatch("column a is missing");
    }
    return written -> write(stream.name(), written);
  }

  private synchronized void write(String stream, List<? extends StreamRow> written) {
    written.forEach(
        it ->
            rows.computeIfAbsent(stream, _ -> new ArrayList<>())
                .add(it.getClass().getSimpleName() + it.values()));
  }

  synchronized List<String> rows(String stream) {
    return List.copyOf(rows.getOrDefault(stream, List.of()));
  }

  synchronized List<String> parked(String stream) {
    return of(stream).parked();
  }

  /** The offsets and dead letters of a stream. */
  synchronized ProjectionInMemory of(String stream) {
    return kept.computeIfAbsent(stream, _ -> new ProjectionInMemory());
  }

  @Override
  public StreamOffsets offsets(String stream) {
    return new Named(stream, of(stream));
  }

  @Override
  public StreamDeadLetters deadLetters(String stream) {
    return of(stream).streamDeadLetters();
  }

  private record Named(String stream, StreamOffsets offsets) implements StreamOffsets {
    @Override
    public Map<LogPartition, Offset> of(Collection<LogPartition> partitions) {
      return offsets.of(partitions);
    }

    @Override
    public void advance(List<Advance> advances, Runnable work) {
      offsets.advance(advances, work);
    }

    @Override
    public long differences() {
      return 0;
    }
  }
}
