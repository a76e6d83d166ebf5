package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A history without events: a test says what happens when it is read. */
final class HistoryInMemory implements EventHistory, LogEndOffsets {

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private Runnable onOpen = () -> {};
  private Runnable onExtent = () -> {};
  private BiConsumer<Part, Reader> onRead = (part, reader) -> reader.passed(part.length());
  private Map<LogPartition, Long> ends = Map.of();

  void onOpen(Runnable happens) {
    onOpen = happens;
  }

  void onExtent(Runnable happens) {
    onExtent = happens;
  }

  void onRead(BiConsumer<Part, Reader> happens) {
    onRead = happens;
  }

  /** The log ends here. */
  void end(Map<LogPartition, Long> at) {
    ends = at;
  }

  int opened() {
    return opened.get();
  }

  int closed() {
    return closed.get();
  }

  @Override
  public Map<LogPartition, Long> now() {
    return ends;
  }

  @Override
  public Extent extent(Map<LogPartition, Long> taken) {
    onExtent.run();
    return new Extent(
        taken.entrySet().stream().map(it -> new Part(it.getKey(), 0, it.getValue())).toList(),
        taken);
  }

  @Override
  public Reading open() {
    onOpen.run();
    opened.incrementAndGet();
    return new Reading() {
      @Override
      public void read(Part part, Set<Long> aside, Reader reader) {
        onRead.accept(part, reader);
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}
