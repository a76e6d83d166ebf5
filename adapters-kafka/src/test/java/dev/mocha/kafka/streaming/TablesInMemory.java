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

/** Tables that hold what was written to them, and refuse some streams. */
final class TablesInMemory implements StreamTables {

  private final Map<String, ProjectionInMemory> kept = new HashMap<>();
  private final Map<String, List<String>> rows = new HashMap<>();
  private final Set<String> mismatched = new HashSet<>();
  private boolean away;

  /** The table of this stream is not as it must be. */
  void spoil(String stream) {
    mismatched.add(stream);
  }

  /** The database does not answer when tables are opened. */
  synchronized void goAway() {
    away = true;
  }

  synchronized void comeBack() {
    away = false;
  }

  @Override
  public synchronized StreamTable open(StreamDefinition stream) {
    if (away) {
      throw new StreamOffsets.Unavailable(new IllegalStateException("the test has it so"));
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

  /** What a stream has written, and its positions. */
  synchronized ProjectionInMemory of(String stream) {
    return kept.computeIfAbsent(stream, _ -> new ProjectionInMemory());
  }

  @Override
  public StreamOffsets positions(String stream) {
    return new Named(stream, of(stream));
  }

  @Override
  public StreamDeadLetters deadLetters(String stream) {
    return of(stream).letters();
  }

  /** The same under the stream's name. */
  private record Named(String stream, StreamOffsets positions) implements StreamOffsets {
    @Override
    public Map<LogPartition, Position> of(Collection<LogPartition> partitions) {
      return positions.of(partitions);
    }

    @Override
    public void advance(List<Advance> advances, Runnable work) {
      positions.advance(advances, work);
    }

    @Override
    public long differences() {
      return 0;
    }
  }
}
