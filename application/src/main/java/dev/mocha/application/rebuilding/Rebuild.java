package dev.mocha.application.rebuilding;

import dev.mocha.application.rebuilding.EventHistory.Part;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Fills a generation with all events, as many parts at a time as there are threads. After a crash
 * it goes on with the parts that were not finished.
 */
public final class Rebuild {

  private final EventHistory history;
  private final BulkTables tables;
  private final int threads;

  public Rebuild(EventHistory history, BulkTables tables, int threads) {
    this.history = history;
    this.tables = tables;
    this.threads = threads;
  }

  /** Returns when the generation holds every event before the ends that the parts have now. */
  public void run(String generation) {
    List<Part> parts = history.parts();
    tables.create(generation);
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<CompletableFuture<Void>> loads =
          tables.missing(generation, parts).stream()
              .map(
                  part ->
                      CompletableFuture.runAsync(
                          () -> BulkLoad.of(generation, part, history, tables), executor))
              .toList();
      loads.forEach(CompletableFuture::join);
    }
    tables.complete(generation);
  }
}
