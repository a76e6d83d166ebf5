package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.MeasuredPaths.PrimaryResponse;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.ReportPath.Fields;
import dev.mocha.application.switching.ReportPath.Request;
import dev.mocha.application.switching.ReportPath.Response;
import dev.mocha.application.switching.SwitchEpochs.EpochMinute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares responses of both paths in the background, on one thread, at a limited rate.
 *
 * <p>Two responses are of different moments, and days change. They are comparable when nothing
 * changed between them. So the primary is fetched first, then the candidate until it is complete to
 * what the primary contains, then the primary again. If both responses of the primary are equal,
 * the candidate must be equal, too. A candidate that lags is fetched again later.
 */
public final class ShadowComparison {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowComparison.class);

  private static final int QUEUE = 100;
  private static final int TRIES = 5;
  private static final int SAMPLED_FIELDS = 20;
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final Duration IDLE = Duration.ofMillis(100);

  private final SwitchEpochs epochs;
  private final MeasuredPaths paths;
  private final Fields fields;
  private final Mismatches mismatches;
  private final Limits limits;
  private final Clock clock;
  private final DelayQueue<Task> tasks = new DelayQueue<>();

  /**
   * Limits of the comparison.
   *
   * @param perSecond maximum of comparisons by this process
   * @param maxLag how long the candidate may lag before that is a mismatch
   */
  public record Limits(int perSecond, Duration maxLag) {}

  public ShadowComparison(
      SwitchEpochs epochs,
      MeasuredPaths paths,
      Fields fields,
      Mismatches mismatches,
      Limits limits,
      Clock clock) {
    this.epochs = epochs;
    this.paths = paths;
    this.fields = fields;
    this.mismatches = mismatches;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A comparison to make.
   *
   * @param primary the response of the primary; null before it is fetched
   * @param changes how many times the day changed during a try
   * @param lagsSince since when the candidate is known to lag; null before
   */
  private record Task(
      EpochMinute minute,
      Request request,
      @Nullable PrimaryResponse primary,
      int changes,
      @Nullable Instant lagsSince,
      long dueNanos)
      implements Delayed {

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    /** Compares the same response of the primary with a later one of the candidate. */
    Task later(PrimaryResponse known, Instant since, Duration pause) {
      return new Task(minute, request, known, changes, since, System.nanoTime() + pause.toNanos());
    }

    /** Begins again with a later response of the primary. */
    Task restarted(PrimaryResponse known) {
      return new Task(
          minute, request, known, changes + 1, null, System.nanoTime() + AGAIN.toNanos());
    }
  }

  /**
   * Queues a comparison, or counts it as shed when the queue is full.
   *
   * @param primary the response of the primary; null where it was not fetched
   */
  void offer(EpochMinute minute, Request request, @Nullable PrimaryResponse primary) {
    if (tasks.size() >= QUEUE) {
      minute.counters().count(Kind.SHED);
    } else {
      tasks.add(new Task(minute, request, primary, 0, null, System.nanoTime()));
    }
  }

  /**
   * Makes the next comparison that is due, or waits a moment for one.
   *
   * @return the pause before the next call
   */
  public Duration work() {
    try {
      Task task = tasks.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
      if (task == null) {
        return Duration.ZERO;
      }
      compare(task);
      return Duration.ofSeconds(1).dividedBy(limits.perSecond());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return IDLE;
    }
  }

  /** Counts in the present minute of the task's epoch: earlier minutes are recorded already. */
  private EpochMinute minuteOf(Task task) {
    EpochMinute now = epochs.current();
    return now.state().epoch() == task.minute().state().epoch() ? now : task.minute();
  }

  private void compare(Task task) {
    try {
      Optional<PrimaryResponse> primary =
          task.primary() == null
              ? paths.primary(minuteOf(task), task.request())
              : Optional.of(task.primary());
      if (primary.isPresent()) {
        compare(task, primary.get(), paths.candidate(minuteOf(task), task.request()));
      }
    } catch (RuntimeException failed) {
      LOG.debug("a comparison failed: a path did not respond", failed);
    }
  }

  private void compare(Task task, PrimaryResponse primary, Optional<Response> candidate) {
    Instant completeTo = candidate.map(Response::completeTo).orElse(Instant.EPOCH);
    if (candidate.isPresent() && between(primary.response(), candidate.get()).isEmpty()) {
      minuteOf(task).counters().count(Kind.MATCH);
    } else if (completeTo.isBefore(primary.committedBefore())) {
      onLag(task, primary, candidate);
    } else {
      fetchPrimaryAgain(task, primary.response(), candidate.orElseThrow());
    }
  }

  /** The longer the candidate lags, the longer is the pause before it is fetched again. */
  private void onLag(Task task, PrimaryResponse primary, Optional<Response> candidate) {
    Instant now = clock.instant();
    Instant since = task.lagsSince() == null ? now : task.lagsSince();
    Duration lag = Duration.between(since, now);
    if (lag.compareTo(limits.maxLag()) < 0) {
      Duration left = limits.maxLag().minus(lag);
      tasks.add(task.later(primary, since, longer(AGAIN, lag.compareTo(left) < 0 ? lag : left)));
    } else {
      onMismatch(
          task,
          candidate.isEmpty() ? Kind.MISSING : Kind.LATE,
          candidate.map(it -> between(primary.response(), it)).orElse(Differences.NONE),
          primary.response(),
          candidate.map(Response::completeTo).orElse(Instant.EPOCH));
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The response of the candidate is of a moment between the two responses of the primary. */
  private void fetchPrimaryAgain(Task task, Response before, Response candidate) {
    Optional<PrimaryResponse> again = paths.primary(minuteOf(task), task.request());
    if (again.isEmpty()) {
      return;
    }
    Response after = again.get().response();
    if (between(after, candidate).isEmpty()) {
      minuteOf(task).counters().count(Kind.MATCH);
    } else if (between(before, after).isEmpty()) {
      Differences differences = between(after, candidate);
      onMismatch(task, differences.kind(), differences, after, candidate.completeTo());
    } else if (task.changes() < TRIES) {
      tasks.add(task.restarted(again.get()));
    } else {
      minuteOf(task).counters().count(Kind.UNSTABLE);
    }
  }

  /** Without {@code completeTo}, and without {@code final}, which follows from it. */
  private Differences between(Response primary, Response candidate) {
    Map<String, String> left = new HashMap<>(fields.of(primary));
    Map<String, String> right = new HashMap<>(fields.of(candidate));
    for (Map<String, String> it : List.of(left, right)) {
      it.remove("completeTo");
      it.remove("final");
    }
    return Differences.between(left, right);
  }

  /** Counts in the present epoch, also where the comparison began in an earlier one. */
  private void onMismatch(
      Task task,
      Kind kind,
      Differences differences,
      Response primary,
      Instant candidateCompleteTo) {
    EpochMinute now = epochs.current();
    now.counters().count(kind);
    Request request = task.request();
    LOG.warn(
        "mismatch of kind {}: {} fields differ in {}", kind, differences.fields().size(), request);
    mismatches.add(
        new Mismatch(
            clock.instant(),
            now.state().epoch(),
            request.merchantId().value(),
            request.date(),
            kind,
            primary.completeTo(),
            candidateCompleteTo,
            differences.fields().size(),
            differences.sample(SAMPLED_FIELDS)));
  }
}
