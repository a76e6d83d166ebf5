package dev.mocha.app.benchmarking;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Puts load on a server, over connections of one thread each. */
public final class LoadGenerator {

  static final long LONGEST = Duration.ofMinutes(2).toNanos();

  private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(10).toNanos();

  private final URI server;
  private final String token;
  private final int connections;

  /**
   * @param token sent with every request
   */
  public LoadGenerator(URI server, String token, int connections) {
    this.server = server;
    this.token = token;
    this.connections = connections;
  }

  /** Sends one request and returns the status of its answer. */
  public interface Request {

    /**
     * @param intended when it was due, by {@link System#nanoTime()}
     */
    int send(HttpConnection connection, long intended) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param latencies in nanoseconds, of the answers that were successes
   */
  public record Outcome(double seconds, long failed, Histogram latencies) {

    /** Answers a second. */
    public double perSecond() {
      return latencies.getTotalCount() / seconds;
    }

    /** In milliseconds. */
    public double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e6;
    }
  }

  /** Room for latencies in nanoseconds. */
  public static Histogram latencies() {
    return new Histogram(LONGEST, 3);
  }

  /** Each connection sends its next request when it has the answer to the last. */
  public Outcome closed(Duration duration, Request request) {
    long begun = System.nanoTime();
    long end = begun + duration.toNanos();
    return run(
        begun,
        () -> {
          long now = System.nanoTime();
          return now < end ? now : -1;
        },
        request);
  }

  /**
   * Requests are due at an even rate, whatever becomes of those before. The latency counts from the
   * moment when a request was due, so that a server that stalls does not hide what waits behind it.
   */
  public Outcome open(int perSecond, Duration duration, Request request) {
    long begun = System.nanoTime();
    long count = perSecond * duration.toMillis() / 1_000;
    var next = new AtomicLong();
    return run(
        begun,
        () -> {
          long number = next.getAndIncrement();
          return number < count ? begun + number * 1_000_000_000L / perSecond : -1;
        },
        request);
  }

  private interface Schedule {
    /** When the next request is due; negative when there is none. */
    long next();
  }

  private Outcome run(long begun, Schedule schedule, Request request) {
    Histogram all = latencies();
    long failed = 0;
    try (var executor =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("load-", 0).factory())) {
      List<Future<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(executor.submit(() -> work(schedule, request)));
      }
      for (Future<Outcome> one : running) {
        Outcome outcome = one.get();
        failed += outcome.failed();
        all.add(outcome.latencies());
      }
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    return new Outcome((System.nanoTime() - begun) / 1e9, failed, all);
  }

  private Outcome work(Schedule schedule, Request request) throws IOException {
    Histogram latencies = latencies();
    long failed = 0;
    try (var connection = new HttpConnection(server, token)) {
      for (long due = schedule.next(); due >= 0; due = schedule.next()) {
        for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
          LockSupport.parkNanos(early);
        }
        if (isAnswered(request, connection, due)) {
          latencies.recordValue(Math.min(LONGEST, System.nanoTime() - due));
        } else {
          failed++;
          LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
        }
      }
    }
    return new Outcome(0, failed, latencies);
  }

  private static boolean isAnswered(Request request, HttpConnection connection, long due) {
    try {
      return request.send(connection, due) < 300;
    } catch (IOException brokenOff) {
      return false;
    }
  }
}
