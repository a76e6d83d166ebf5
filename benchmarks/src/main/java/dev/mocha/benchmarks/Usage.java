package dev.mocha.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Samples what a benchmark uses, to show what limits it: processors by threads of this process and
 * by PostgreSQL, and the wait events of PostgreSQL's sessions.
 */
final class Usage implements AutoCloseable {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final int SHOWN = 4;
  private static final double WORTH_SHOWING = 0.05;
  private static final long SAMPLE_MILLIS = 50;
  private static final int SAMPLES_A_LOOK = 20;

  private final ProcessHandle postmaster;
  private final JdbcClient jdbc;
  private final long begun = System.nanoTime();
  private final Map<String, Long> threadsBefore = threads();
  private final long compiledBefore = COMPILER.getTotalCompilationTime();
  private final double processBefore = seconds(ProcessHandle.current());
  private final double postgresBefore;
  private final Map<String, Long> sessions = new ConcurrentHashMap<>();

  /** The last sample of sessions that have ended. */
  private final Map<Long, Double> postgresSeconds = new ConcurrentHashMap<>();

  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("usage-sampler").daemon().factory());
  private long samples;

  private Usage(ProcessHandle postmaster, JdbcClient jdbc) {
    this.postmaster = postmaster;
    this.jdbc = jdbc;
    this.postgresBefore = postgres();
  }

  /** Starts sampling. */
  static Usage of(RunningMocha mocha) {
    try {
      String pid =
          Files.readAllLines(mocha.postgresFolder().resolve("postmaster.pid")).getFirst().strip();
      machine();
      var usage =
          new Usage(ProcessHandle.of(Long.parseLong(pid)).orElseThrow(), mocha.session("orders"));
      var _ =
          usage.sampler.scheduleAtFixedRate(
              usage::sample, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
      return usage;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void sample() {
    jdbc.sql(
            """
            SELECT coalesce(wait_event, 'running') AS event
            FROM pg_stat_activity
            WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """)
        .query(String.class)
        .list()
        .forEach(it -> sessions.merge(it, 1L, Long::sum));
    samples++;
    if (samples % SAMPLES_A_LOOK == 0) {
      postgres();
    }
  }

  /**
   * Describes the average use of processors and sessions. Other work on the machine disturbs the
   * processor time of one unit of work least.
   *
   * @param perSecond units of work done
   */
  String describe(double perSecond) {
    sampler.shutdownNow();
    double elapsed = (System.nanoTime() - begun) / 1e9;
    var threads = new HashMap<String, Double>();
    threads().forEach((name, time) -> threads.put(name, time / 1e9 / elapsed));
    threadsBefore.forEach((name, time) -> threads.merge(name, -time / 1e9 / elapsed, Double::sum));
    threads.put(
        "JIT compiler (elapsed)",
        (COMPILER.getTotalCompilationTime() - compiledBefore) / 1e3 / elapsed);
    var waits = new HashMap<String, Double>();
    sessions.forEach((event, count) -> waits.put(event, (double) count / Math.max(1, samples)));
    double process = (seconds(ProcessHandle.current()) - processBefore) / elapsed;
    double postgres = (postgres() - postgresBefore) / elapsed;
    return String.format(
        Locale.ROOT,
        "%,.0f µs of processor for each, this process %,.0f and PostgreSQL %,.0f; processors: this"
            + " process %.2f (%s), PostgreSQL %.2f, all together %.2f; PostgreSQL sessions: %s",
        1e6 * (process + postgres) / perSecond,
        1e6 * process / perSecond,
        1e6 * postgres / perSecond,
        process,
        most(threads),
        postgres,
        machine() * Runtime.getRuntime().availableProcessors(),
        most(waits));
  }

  private static String most(Map<String, Double> shares) {
    return shares.entrySet().stream()
        .filter(it -> it.getValue() >= WORTH_SHOWING)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(it -> String.format(Locale.ROOT, "%s %.2f", it.getKey(), it.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Processor time by the names of threads without their numbers. */
  private static Map<String, Long> threads() {
    var times = new HashMap<String, Long>();
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null) {
        String name = thread.getThreadName().replaceAll("[-\\[]?\\d+.*$", "");
        times.merge(name, Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())), Long::sum);
      }
    }
    return times;
  }

  private double postgres() {
    Stream.concat(Stream.of(postmaster), postmaster.children())
        .forEach(it -> postgresSeconds.merge(it.pid(), seconds(it), Math::max));
    return postgresSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The load of all processors since the last call, other work included. */
  private static double machine() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getCpuLoad();
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }
}
