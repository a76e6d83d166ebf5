package dev.mocha.application.rebuilding;

import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Records which parts were loaded, and what else was done with the tables. */
final class BulkTablesInMemory implements BulkTables {

  private final Map<String, Extent> begun = new ConcurrentHashMap<>();
  private final Map<String, List<Part>> loaded = new ConcurrentHashMap<>();
  private final Map<String, String> references = new ConcurrentHashMap<>();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Runnable onComplete = () -> {};

  void onComplete(Runnable happens) {
    onComplete = happens;
  }

  /** The parts that are loaded. */
  List<Part> loaded(String generation) {
    return List.copyOf(loaded.getOrDefault(generation, List.of()));
  }

  /** What was done, in its order; parts that were loaded side by side in any. */
  List<String> done() {
    return List.copyOf(done);
  }

  @Override
  public Optional<Load> load(String generation) {
    return Optional.ofNullable(begun.get(generation))
        .map(
            it ->
                new Load(
                    it.parts().stream().filter(p -> !loaded(generation).contains(p)).toList(),
                    references.getOrDefault(generation, ""),
                    loaded(generation).stream().mapToLong(Part::entries).sum(),
                    it.parts().stream().mapToLong(Part::entries).sum()));
  }

  @Override
  public void begin(String generation, Extent extent, String reference) {
    references.put(generation, reference);
    begun.put(generation, extent);
    loaded.put(generation, new CopyOnWriteArrayList<>());
    done.add("begin " + generation);
  }

  @Override
  public void load(String generation, Part part, String reference, Consumer<Loading> work) {
    work.accept(new LoadedInMemory());
    loaded.computeIfAbsent(generation, _ -> new CopyOnWriteArrayList<>()).add(part);
    done.add("load %s of %s beside %s".formatted(part.partition(), generation, reference));
  }

  @Override
  public void complete(String generation) {
    onComplete.run();
    done.add("complete " + generation);
  }

  @Override
  public void empty(String generation) {
    begun.remove(generation);
    loaded.remove(generation);
    done.add("empty " + generation);
  }
}
