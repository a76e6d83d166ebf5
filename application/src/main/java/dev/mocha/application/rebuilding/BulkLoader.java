package dev.mocha.application.rebuilding;

import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.BulkTables.Begun;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reading;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fills a generation with a history, as many parts at a time as there are threads. After a crash it
 * goes on with the parts that were not finished.
 */
public final class BulkLoader {

  private static final ThreadFactory LOADERS =
      Thread.ofPlatform().name("rebuild-loader-", 0).factory();

  private final BulkTables tables;
  private final Limits limits;
  private final int threads;

  public BulkLoader(BulkTables tables, Limits limits, int threads) {
    this.tables = tables;
    this.limits = limits;
    this.threads = threads;
  }

  /**
   * Returns when every part that was begun is loaded.
   *
   * @throws IrregularHistory when the history cannot be loaded in bulk
   */
  void load(String generation, Begun begun, EventHistory history, RebuildThrottle pace) {
    var parts = new ConcurrentLinkedQueue<Part>(begun.missing());
    try (var executor = Executors.newFixedThreadPool(threads, LOADERS)) {
      Stream<CompletableFuture<Void>> loads =
          IntStream.range(0, threads)
              .mapToObj(
                  _ ->
                      CompletableFuture.runAsync(
                          () -> load(generation, parts, begun.reference(), history, pace),
                          executor));
      await(CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new)), pace);
    }
  }

  private static void await(CompletableFuture<Void> all, RebuildThrottle pace) {
    try {
      all.get();
    } catch (ExecutionException failed) {
      throw pace.end(
          failed.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(failed.getCause()));
    } catch (InterruptedException interrupted) {
      var ended = new CancellationException("this process ends");
      pace.end(ended);
      Thread.currentThread().interrupt();
      throw ended;
    }
  }

  private void load(
      String generation,
      Queue<Part> parts,
      String reference,
      EventHistory history,
      RebuildThrottle pace) {
    try (Reading reading = history.open()) {
      for (Part part = parts.poll(); part != null; part = parts.poll()) {
        Part next = part;
        tables.load(
            generation,
            next,
            reference,
            loading -> {
              var load = new PartLoad(loading, limits, pace);
              reading.read(next, loading.aside(), load);
              load.end();
            });
      }
    } catch (RuntimeException failed) {
      pace.end(failed);
      throw failed;
    } catch (Error failed) {
      pace.end(new IllegalStateException(failed));
      throw failed;
    }
  }
}
