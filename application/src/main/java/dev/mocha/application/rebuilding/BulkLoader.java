package dev.mocha.application.rebuilding;

import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.BulkTables.Load;
import dev.mocha.application.rebuilding.EventHistory.Part;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Fills a generation with a history, one part per thread at a time. */
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
   * Loads the missing parts, and returns when all are loaded.
   *
   * @throws IrregularHistory when the history cannot be loaded in bulk
   */
  void load(String generation, Load load, EventHistory history, RebuildThrottle throttle) {
    var parts = new ConcurrentLinkedQueue<Part>(load.missing());
    try (var executor = Executors.newFixedThreadPool(threads, LOADERS)) {
      Stream<CompletableFuture<Void>> loads =
          IntStream.range(0, threads)
              .mapToObj(
                  _ ->
                      CompletableFuture.runAsync(
                          () -> load(generation, parts, load.reference(), history, throttle),
                          executor));
      await(CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new)), throttle);
    }
  }

  private static void await(CompletableFuture<Void> all, RebuildThrottle throttle) {
    try {
      all.get();
    } catch (ExecutionException failed) {
      throw throttle.end(
          failed.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(failed.getCause()));
    } catch (InterruptedException interrupted) {
      var ended = new CancellationException("this process is stopping");
      throttle.end(ended);
      Thread.currentThread().interrupt();
      throw ended;
    }
  }

  private void load(
      String generation,
      Queue<Part> parts,
      String reference,
      EventHistory history,
      RebuildThrottle throttle) {
    try (EventHistory.Reader reader = history.open()) {
      for (Part part = parts.poll(); part != null; part = parts.poll()) {
        Part next = part;
        tables.load(
            generation,
            next,
            reference,
            loading -> {
              var projection = new BulkProjection(loading, limits, throttle::read);
              reader.read(next, loading.parkedOffsets(), projection);
              projection.end();
            });
      }
    } catch (RuntimeException failed) {
      throttle.end(failed);
      throw failed;
    } catch (Error failed) {
      throttle.end(new IllegalStateException(failed));
      throw failed;
    }
  }
}
