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
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Sends requests to a server over connections of one thread each, and measures latencies. */
public final class LoadGenerator {

  static final long MAX_LATENCY = Duration.ofMinutes(2).toNanos();

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

  /** Sends one request and returns the status of its response. */
  public interface Request {

    /**
     * @param due the time by {@link System#nanoTime()} from which the latency counts
     */
    int send(HttpConnection connection, long due) throws IOException;
  }

  /**
   * The result of a load.
   *
   * @param latencies in nanoseconds, of successful responses only
   */
  public record Outcome(double seconds, long failed, Histogram latencies) {

    /** Successful responses a second. */
    public double perSecond() {
      return latencies.getTotalCount() / seconds;
    }

    /** The latency in milliseconds. */
    public double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e6;
    }
  }

  /** An empty histogram of latencies in nanoseconds. */
  public static Histogram latencies() {
    return new Histogram(MAX_LATENCY, 3);
  }

  /** Closed loop: each connection sends its next request when it has the response to the last. */
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
   * Open loop: requests are due at an even rate, independent of earlier responses. A latency counts
   * from when its request was due, so that a stall of the server does not hide the requests that
   * wait (coordinated omission).
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

  /**
   * @param nextDue when the next request is due; negative when there is none
   */
  private Outcome run(long begun, LongSupplier nextDue, Request request) {
    Histogram all = latencies();
    long failed = 0;
    try (var executor =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("load-", 0).factory())) {
      List<Future<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(executor.submit(() -> work(nextDue, request)));
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

  private Outcome work(LongSupplier nextDue, Request request) throws IOException {
    Histogram latencies = latencies();
    long failed = 0;
    try (var connection = new HttpConnection(server, token)) {
      for (long due = nextDue.getAsLong(); due >= 0; due = nextDue.getAsLong()) {
        for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
          LockSupport.parkNanos(early);
        }
        if (isSuccess(request, connection, due)) {
          latencies.recordValue(Math.min(MAX_LATENCY, System.nanoTime() - due));
        } else {
          failed++;
          LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
        }
      }
    }
    return new Outcome(0, failed, latencies);
  }

  private static boolean isSuccess(Request request, HttpConnection connection, long due) {
    try {
      return request.send(connection, due) < 300;
    } catch (IOException brokenOff) {
      return false;
    }
  }
}
