package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.MeasuredPaths.Taken;
import dev.mocha.application.switching.Mismatches.Mismatch;
import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Fields;
import dev.mocha.application.switching.ReportPath.Question;
import dev.mocha.application.switching.SwitchEpochs.Term;
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
 * Compares the answers of both paths aside, on one thread, at a bounded rate.
 *
 * <p>Two answers are of different moments, and days change. They are comparable where nothing
 * happened between: the old path is asked, then the new one until it is complete to what the old
 * one saw, then the old one again; if the old one said the same twice, the new one must say it too.
 * What is merely behind is asked again later.
 */
public final class ShadowComparison {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowComparison.class);

  private static final int WAITING = 100;
  private static final int LOOKS_AT_A_MOVING_DAY = 5;
  private static final int SAMPLED_FIELDS = 20;
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final Duration IDLE = Duration.ofMillis(100);

  private final SwitchEpochs terms;
  private final MeasuredPaths paths;
  private final Fields fields;
  private final Mismatches mismatches;
  private final Limits limits;
  private final Clock clock;
  private final DelayQueue<Task> tasks = new DelayQueue<>();

  /**
   * How much is compared.
   *
   * @param perSecond comparisons by this process at most
   * @param patience how long the new path may be behind before that is a difference
   */
  public record Limits(int perSecond, Duration patience) {}

  ShadowComparison(
      SwitchEpochs terms,
      MeasuredPaths paths,
      Fields fields,
      Mismatches mismatches,
      Limits limits,
      Clock clock) {
    this.terms = terms;
    this.paths = paths;
    this.fields = fields;
    this.mismatches = mismatches;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * A comparison to be made.
   *
   * @param old what the old path said; null before it was asked
   * @param looks how often the day was found to have changed
   * @param since when the new path is asked for what the old one said; null before
   */
  private record Task(
      Term term,
      Question question,
      @Nullable Taken old,
      int looks,
      @Nullable Instant since,
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

    /** The same answer of the old path, held against a later one of the new path. */
    Task later(Taken known, Instant asked, Duration pause) {
      return new Task(term, question, known, looks, asked, System.nanoTime() + pause.toNanos());
    }

    /** From a later answer of the old path on. */
    Task anew(Taken known) {
      return new Task(term, question, known, looks + 1, null, System.nanoTime() + AGAIN.toNanos());
    }
  }

  /**
   * Has a question compared where there is room for it.
   *
   * @param old what the old path has answered to it; null where it was not asked
   */
  void offer(Term term, Question question, @Nullable Taken old) {
    if (tasks.size() >= WAITING) {
      term.evidence().count(Counted.SHED);
    } else {
      tasks.add(new Task(term, question, old, 0, null, System.nanoTime()));
    }
  }

  /**
   * Makes the next comparison that is due, if one comes soon.
   *
   * @return how long to wait before the next
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

  /** What is seen of a term counts in its present minute: those before are told for good. */
  private Term termOf(Task task) {
    Term now = terms.current();
    return now.state().term() == task.term().state().term() ? now : task.term();
  }

  private void compare(Task task) {
    try {
      Optional<Taken> old =
          task.old() == null ? paths.old(termOf(task), task.question()) : Optional.of(task.old());
      if (old.isPresent()) {
        compare(task, old.get(), paths.young(termOf(task), task.question()));
      }
    } catch (RuntimeException failed) {
      LOG.debug("not compared", failed);
    }
  }

  private void compare(Task task, Taken old, Optional<Answer> answer) {
    Instant completeTo = answer.map(Answer::completeTo).orElse(Instant.EPOCH);
    if (answer.isPresent() && between(old.answer(), answer.get()).isEmpty()) {
      termOf(task).evidence().count(Counted.ALIKE);
    } else if (completeTo.isBefore(old.seenBy())) {
      behind(task, old, answer);
    } else {
      lookAgain(task, old.answer(), answer.orElseThrow());
    }
  }

  /** The longer the new path has been waited for, the less often it is asked. */
  private void behind(Task task, Taken old, Optional<Answer> answer) {
    Instant now = clock.instant();
    Instant asked = task.since() == null ? now : task.since();
    Duration waited = Duration.between(asked, now);
    if (waited.compareTo(limits.patience()) < 0) {
      Duration left = limits.patience().minus(waited);
      tasks.add(task.later(old, asked, longer(AGAIN, waited.compareTo(left) < 0 ? waited : left)));
    } else {
      found(
          task,
          answer.isEmpty() ? Counted.MISSING : Counted.LATE,
          answer.map(it -> between(old.answer(), it)).orElse(Differences.NONE),
          old.answer(),
          answer.map(Answer::completeTo).orElse(Instant.EPOCH));
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The new answer is of a moment between the two of the old path. */
  private void lookAgain(Task task, Answer before, Answer young) {
    Optional<Taken> again = paths.old(termOf(task), task.question());
    if (again.isEmpty()) {
      return;
    }
    Answer after = again.get().answer();
    if (between(after, young).isEmpty()) {
      termOf(task).evidence().count(Counted.ALIKE);
    } else if (between(before, after).isEmpty()) {
      Differences differences = between(after, young);
      found(task, differences.kind(), differences, after, young.completeTo());
    } else if (task.looks() < LOOKS_AT_A_MOVING_DAY) {
      tasks.add(task.anew(again.get()));
    } else {
      termOf(task).evidence().count(Counted.MOVING);
    }
  }

  /** Whether a day is final follows from the moment to which each answer is complete. */
  private Differences between(Answer old, Answer young) {
    Map<String, String> left = new HashMap<>(fields.of(old));
    Map<String, String> right = new HashMap<>(fields.of(young));
    for (Map<String, String> it : List.of(left, right)) {
      it.remove("completeTo");
      it.remove("final");
    }
    return Differences.between(left, right);
  }

  /** Counts now, also where the comparison began before the switch was changed. */
  private void found(
      Task task, Counted kind, Differences differences, Answer old, Instant newCompleteTo) {
    Term now = terms.current();
    now.evidence().count(kind);
    Question question = task.question();
    LOG.warn(
        "the paths differ on {} of {}: {}, {} fields",
        question.date(),
        question.merchantId().value(),
        kind,
        differences.fields().size());
    mismatches.keep(
        new Mismatch(
            clock.instant(),
            now.state().term(),
            question.merchantId().value(),
            question.date(),
            kind,
            old.completeTo(),
            newCompleteTo,
            differences.fields().size(),
            differences.sample(SAMPLED_FIELDS)));
  }
}
