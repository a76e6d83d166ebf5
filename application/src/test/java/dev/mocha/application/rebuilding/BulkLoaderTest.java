package dev.mocha.application.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Handler;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.Generations.Cancelled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkLoaderTest {

  private static final String NAME = "report_g2";
  private static final int THREADS = 2;

  private final BulkTablesInMemory tables = new BulkTablesInMemory();
  private final HistoryInMemory history = new HistoryInMemory();
  private final RebuildThrottle throttle = new RebuildThrottle(0);

  private void load(int parts) {
    tables.begin(NAME, extent(parts), "report_g1");
    new BulkLoader(tables, Limits.DEFAULT, THREADS)
        .load(NAME, tables.load(NAME).orElseThrow(), history, throttle);
  }

  private static Extent extent(int parts) {
    return new Extent(IntStream.range(0, parts).mapToObj(BulkLoaderTest::part).toList(), Map.of());
  }

  private static Part part(int number) {
    return new Part(new LogPartition("orders", number), 0, 10);
  }

  @Test
  void every_part_is_loaded_once() {
    load(7);

    assertThat(tables.loaded(NAME)).containsExactlyInAnyOrderElementsOf(extent(7).parts());
    assertThat(throttle.read()).isEqualTo(70);
    assertThat(history.opened()).isEqualTo(THREADS);
    assertThat(history.closed()).isEqualTo(THREADS);
  }

  @Test
  void each_thread_reads_a_part_at_a_time() {
    var together = new CyclicBarrier(THREADS);
    history.onRead(
        (_, handler) -> {
          await(together);
          handler.read(10);
        });

    load(4);

    assertThat(tables.loaded(NAME)).hasSize(4);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception alone) {
      throw new IllegalStateException("nobody else reads", alone);
    }
  }

  @Test
  void the_first_failure_ends_all_threads_and_is_thrown() {
    var first = new IrregularHistory("the first");
    history.onRead(
        (part, handler) -> {
          if (!part.equals(part(0))) {
            throw first;
          }
          awaitEnd(handler);
          throw new IllegalStateException("the second");
        });

    assertThatThrownBy(() -> load(9)).isSameAs(first);
    assertThat(tables.loaded(NAME)).isEmpty();
    assertThat(history.closed()).isEqualTo(history.opened());
  }

  private static void awaitEnd(Handler handler) {
    try {
      while (true) {
        handler.read(0);
        Thread.onSpinWait();
      }
    } catch (IrregularHistory ended) {
      assertThat(ended).hasMessage("the first");
    }
  }

  @Test
  void a_history_that_cannot_be_opened_ends_all_threads() {
    var unavailable = new IllegalStateException("unavailable");
    history.onOpen(
        () -> {
          throw unavailable;
        });

    assertThatThrownBy(() -> load(2)).isSameAs(unavailable);
  }

  @Test
  void a_rebuild_that_is_cancelled_loads_no_further_part() {
    var cancelled = new Cancelled(NAME);
    history.onRead(
        (_, handler) -> {
          throttle.end(cancelled);
          handler.read(10);
        });

    assertThatThrownBy(() -> load(9)).isSameAs(cancelled);
    assertThat(tables.loaded(NAME)).isEmpty();
  }

  @Test
  void an_interrupt_ends_all_threads() throws InterruptedException {
    var reading = new CountDownLatch(THREADS);
    history.onRead(
        (_, handler) -> {
          reading.countDown();
          while (true) {
            handler.read(1);
            Thread.onSpinWait();
          }
        });
    var thrown = new AtomicReference<Throwable>();
    var process =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    load(9);
                  } catch (RuntimeException ended) {
                    thrown.set(Thread.currentThread().isInterrupted() ? ended : null);
                  }
                });
    assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
    process.interrupt();

    assertThat(process.join(Duration.ofSeconds(10))).isTrue();
    assertThat(thrown.get())
        .isInstanceOf(CancellationException.class)
        .hasMessage("this process is stopping");
    assertThat(tables.loaded(NAME)).isEqualTo(List.of());
  }
}
