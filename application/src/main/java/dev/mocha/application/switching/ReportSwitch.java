package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.MeasuredPaths.Taken;
import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Question;
import dev.mocha.application.switching.ReportPath.Unavailable;
import dev.mocha.application.switching.SwitchEpochs.Term;
import dev.mocha.application.switching.SwitchState.Mode;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers merchants' apps by the path that the switch names, by the old one where that fails. */
public final class ReportSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(ReportSwitch.class);

  /** So long a path that has failed is not waited for where there is a stale answer. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final SwitchEpochs terms;
  private final MeasuredPaths paths;
  private final ShadowComparison comparing;
  private final Limits limits;
  private final RandomGenerator random;
  private volatile long oldFailed = System.nanoTime() - PAUSE.toNanos();

  /**
   * What is taken from the new path.
   *
   * @param staleAfter an answer must be complete to a moment so near
   * @param sample of what the new path answers, 0 to 100 percent, are compared with the old one
   */
  public record Limits(Duration staleAfter, int sample) {}

  ReportSwitch(
      SwitchEpochs terms,
      MeasuredPaths paths,
      ShadowComparison comparing,
      Limits limits,
      RandomGenerator random) {
    this.terms = terms;
    this.paths = paths;
    this.comparing = comparing;
    this.limits = limits;
    this.random = random;
  }

  /**
   * The report; empty where nobody knows the merchant.
   *
   * @throws Unavailable when the new path alone may answer and does not
   */
  public Optional<Answer> answer(Question question) {
    Term term = terms.current();
    Mode mode = term.state().setting().mode();
    if (mode == Mode.NEW_ONLY) {
      return paths.young(term, question);
    }
    if (!term.state().isNew(question.merchantId())) {
      Optional<Taken> old = paths.old(term, question);
      if (mode != Mode.OLD) {
        old.ifPresent(it -> comparing.offer(term, question, it));
      }
      return old.map(Taken::answer);
    }
    Optional<Answer> answer = ofNew(term, question);
    if (answer.isPresent() && !paths.isStale(answer.get())) {
      if (random.nextInt(100) < limits.sample()) {
        comparing.offer(term, question, null);
      }
      return answer;
    }
    term.evidence().count(Counted.FELL_BACK);
    return ofOld(term, question, answer);
  }

  /** Where the old path fails, too, a stale answer is better than none. */
  private Optional<Answer> ofOld(Term term, Question question, Optional<Answer> stale) {
    if (stale.isPresent() && System.nanoTime() - oldFailed < PAUSE.toNanos()) {
      return stale;
    }
    try {
      Optional<Taken> old = paths.old(term, question);
      old.ifPresent(it -> comparing.offer(term, question, it));
      return old.map(Taken::answer);
    } catch (RuntimeException failed) {
      if (stale.isPresent()) {
        oldFailed = System.nanoTime();
        LOG.debug("a stale answer stands in", failed);
        return stale;
      }
      throw failed;
    }
  }

  /** Empty where the new path fails, or does not know the merchant. */
  private Optional<Answer> ofNew(Term term, Question question) {
    try {
      return paths.young(term, question);
    } catch (RuntimeException failed) {
      LOG.debug("the old path answers instead", failed);
      return Optional.empty();
    }
  }
}
