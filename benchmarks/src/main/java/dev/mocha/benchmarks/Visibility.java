package dev.mocha.benchmarks;

import dev.mocha.app.benchmarking.LoadGenerator;
import dev.mocha.app.benchmarking.LoadGenerator.Outcome;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.Results.Result;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * P4: the time from when an order is due to be placed to when its row is committed in the live
 * report tables, at an even rate. One session polls for the missing orders every few milliseconds,
 * so a figure may be too high by that, never too low.
 */
final class Visibility {

  private static final int PER_SECOND = 500;
  private static final int CONNECTIONS = 32;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
  private static final Duration MAX_WAIT = Duration.ofSeconds(60);

  private record Due(String merchantId, long intended) {}

  private final RunningMocha mocha;
  private final JdbcClient jdbc;
  private final Map<String, Due> missing = new ConcurrentHashMap<>();
  private final Histogram latencies = new Histogram(MAX_WAIT.multipliedBy(2).toNanos(), 3);
  private volatile boolean placing = true;

  private Visibility(RunningMocha mocha) {
    this.jdbc = mocha.session("reports");
    this.mocha = mocha;
  }

  /** Polls the live generation. */
  private String select() {
    return """
    SELECT order_id
    FROM unnest(?, ?) AS wanted (merchant_id, order_id)
    CROSS JOIN unnest(?::date[]) AS day (business_date)
    JOIN %s.orders USING (merchant_id, business_date, order_id)
    """
        .formatted(mocha.liveGeneration());
  }

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    var load = mocha.load(CONNECTIONS);
    measure(mocha, load, PER_SECOND, "warm", Duration.ofSeconds(sizes.seconds()));
    String used;
    Measured measured;
    try (var usage = Usage.of(mocha)) {
      measured =
          measure(
              mocha,
              load,
              PER_SECOND,
              "p4",
              Duration.ofSeconds((long) sizes.seconds() * sizes.rounds()));
      used = usage.describe(PER_SECOND);
    }
    return new Result(
        "P4",
        "order placed -> row in the live report, 500 orders/s, open loop, from the intended time",
        "p50 < 150 ms, p99 < 500 ms",
        "%s; %d of %d never visible"
            .formatted(
                millis(measured.visible()),
                measured.missing(),
                measured.placed().latencies().getTotalCount()),
        "%s for the answer to placing, %d failed"
            .formatted(millis(measured.placed().latencies()), measured.placed().failed()),
        Results.ratio(
            measured.visible().getValueAtPercentile(50) / 1e6, measured.placed().millis(50)),
        used);
  }

  /**
   * The result.
   *
   * @param visible the times from due to visible, in nanoseconds
   * @param missing orders that did not become visible
   */
  record Measured(Outcome placed, Histogram visible, int missing) {}

  /** Places orders at an even rate and waits until they are visible. */
  static Measured measure(
      RunningMocha mocha, LoadGenerator load, int perSecond, String name, Duration duration)
      throws InterruptedException, ExecutionException {
    var visibility = new Visibility(mocha);
    var orders = new SampleOrders();
    var numbers = new AtomicLong();
    var polling = new FutureTask<@Nullable Void>(visibility::poll, null);
    Thread.ofPlatform().name("polling").start(polling);
    Outcome placed =
        load.open(
            perSecond,
            duration,
            (connection, intended) -> {
              long number = numbers.getAndIncrement();
              String id = name + "-" + number;
              visibility.missing.put(id, new Due(orders.merchantOf(number), intended));
              int status = connection.post("/api/v1/orders", orders.body(id, number));
              if (status >= 300) {
                visibility.missing.remove(id);
              }
              return status;
            });
    visibility.placing = false;
    polling.get();
    return new Measured(placed, visibility.latencies, visibility.missing.size());
  }

  private void poll() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String[] days =
        IntStream.rangeClosed(-1, 1)
            .mapToObj(it -> today.plusDays(it).toString())
            .toArray(String[]::new);
    long deadline = Long.MAX_VALUE;
    while (placing || (!missing.isEmpty() && System.nanoTime() < deadline)) {
      if (!placing && deadline == Long.MAX_VALUE) {
        deadline = System.nanoTime() + MAX_WAIT.toNanos();
      }
      if (!missing.isEmpty()) {
        List<Map.Entry<String, Due>> waiting = List.copyOf(missing.entrySet());
        List<String> found =
            jdbc.sql(select())
                .params(
                    waiting.stream().map(it -> it.getValue().merchantId()).toArray(String[]::new),
                    waiting.stream().map(Map.Entry::getKey).toArray(String[]::new),
                    days)
                .query(String.class)
                .list();
        long now = System.nanoTime();
        for (String id : found) {
          Due due = missing.remove(id);
          if (due != null) {
            latencies.recordValue(
                Math.min(now - due.intended(), latencies.getHighestTrackableValue()));
          }
        }
      }
      RunningMocha.pause(POLL_INTERVAL);
    }
  }

  static String millis(Histogram latencies) {
    return String.format(
        Locale.ROOT,
        "p50 %.0f ms, p99 %.0f ms, max %.0f ms",
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6,
        latencies.getMaxValue() / 1e6);
  }
}
