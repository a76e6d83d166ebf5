package dev.mocha.application.switching;

import dev.mocha.application.comparing.FollowerComparison;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.MeasuredPaths.PrimaryResponse;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.ReportPath.Fields;
import dev.mocha.application.switching.ReportPath.ReportUnavailable;
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
 * Compares responses of both paths in the background, on one thread, at a limited rate. A candidate
 * that lags is fetched again later.
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
  private final FollowerComparison<PrimaryResponse, Optional<Response>> comparison =
      new FollowerComparison<>(
          this::isEqual,
          (primary, candidate) -> !completeTo(candidate).isBefore(primary.committedBefore()),
          (first, second) -> between(first.response(), second.response()).isEmpty());

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
      LOG.debug("a comparison ended without a result", failed);
    }
  }

  private void compare(Task task, PrimaryResponse primary, Optional<Response> candidate) {
    var compared =
        comparison.compare(
            primary,
            candidate,
            () ->
                paths
                    .primary(minuteOf(task), task.request())
                    .orElseThrow(() -> new ReportUnavailable("the merchant is gone")));
    PrimaryResponse latest = compared.leader();
    switch (compared.verdict()) {
      case EQUAL -> minuteOf(task).counters().count(Kind.MATCH);
      case BEHIND -> onLag(task, latest, candidate);
      case DIFFERENT -> {
        Differences differences = between(latest.response(), candidate.orElseThrow());
        onMismatch(task, differences.kind(), differences, latest.response(), candidate);
      }
      case CHANGED -> {
        if (task.changes() < TRIES) {
          tasks.add(task.restarted(latest));
        } else {
          minuteOf(task).counters().count(Kind.UNSTABLE);
        }
      }
    }
  }

  private boolean isEqual(PrimaryResponse primary, Optional<Response> candidate) {
    return candidate.filter(it -> between(primary.response(), it).isEmpty()).isPresent();
  }

  private static Instant completeTo(Optional<Response> candidate) {
    return candidate.map(Response::completeTo).orElse(Instant.EPOCH);
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
          candidate);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
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
      Optional<Response> candidate) {
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
            completeTo(candidate),
            differences.fields().size(),
            differences.sample(SAMPLED_FIELDS)));
  }
}
