package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A history without events: a test defines what happens when it is read. */
public final class HistoryInMemory implements EventHistory, LogEndOffsets {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private Runnable onOpen = () -> {};
  private BiConsumer<Part, Handler> onRead = (part, handler) -> handler.read(part.entries());
  private Map<LogPartition, Long> ends = Map.of();
  private @Nullable RuntimeException failure;

  public void onOpen(Runnable happens) {
    onOpen = happens;
  }

  public void onRead(BiConsumer<Part, Handler> happens) {
    onRead = happens;
  }

  /** Its end offsets. */
  public void end(Map<LogPartition, Long> at) {
    ends = at;
  }

  /** Asked for its ends, it fails so; null to answer again. */
  public void fail(@Nullable RuntimeException with) {
    failure = with;
  }

  public int opened() {
    return opened.get();
  }

  public int closed() {
    return closed.get();
  }

  @Override
  public Map<LogPartition, Long> now() {
    if (failure != null) {
      throw failure;
    }
    return ends;
  }

  @Override
  public Extent extent(Map<LogPartition, Long> streamOffsets) {
    if (failure != null) {
      throw failure;
    }
    return new Extent(
        streamOffsets.entrySet().stream()
            .map(it -> new Part(it.getKey(), 0, it.getValue()))
            .toList(),
        streamOffsets);
  }

  @Override
  public Reader open() {
    onOpen.run();
    opened.incrementAndGet();
    return new Reader() {
      @Override
      public void read(Part part, Set<Long> parkedOffsets, Handler handler) {
        onRead.accept(part, handler);
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}
