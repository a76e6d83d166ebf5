package dev.mocha.application.switching;

import dev.mocha.application.switching.MeasuredPath.Taken;
import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Question;
import dev.mocha.application.switching.ReportPath.Unavailable;
import dev.mocha.application.switching.Seen.Counted;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.Terms.Term;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers merchants' apps by the path that the switch names, by the old one where that fails. */
public final class ReportSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(ReportSwitch.class);

  private final Terms terms;
  private final MeasuredPath paths;
  private final Comparing comparing;
  private final Limits limits;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * What is taken from the new path.
   *
   * @param staleAfter an answer must be complete to a moment so near
   * @param sample of what the new path answers, 0 to 100 percent, are compared with the old one
   */
  public record Limits(Duration staleAfter, int sample) {}

  ReportSwitch(
      Terms terms,
      MeasuredPath paths,
      Comparing comparing,
      Limits limits,
      Clock clock,
      RandomGenerator random) {
    this.terms = terms;
    this.paths = paths;
    this.comparing = comparing;
    this.limits = limits;
    this.clock = clock;
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
    boolean isNew = term.state().isNew(question.merchantId());
    if (isNew) {
      Optional<Answer> answer = ofNew(term, question);
      if (answer.isPresent()) {
        if (random.nextInt(100) < limits.sample()) {
          comparing.offer(term, question, null);
        }
        return answer;
      }
      term.evidence().count(Counted.FELL_BACK);
    }
    Optional<Taken> old = paths.old(term, question);
    if (!isNew && mode != Mode.OLD) {
      old.ifPresent(it -> comparing.offer(term, question, it));
    }
    return old.map(Taken::answer);
  }

  /** Empty where the new path fails, is behind, or does not know the merchant. */
  private Optional<Answer> ofNew(Term term, Question question) {
    try {
      Optional<Answer> answer = paths.young(term, question);
      if (answer
          .filter(it -> it.completeTo().isBefore(clock.instant().minus(limits.staleAfter())))
          .isPresent()) {
        term.evidence().count(Counted.NEW_STALE);
        return Optional.empty();
      }
      return answer;
    } catch (Unavailable failed) {
      LOG.debug("the old path answers instead", failed);
      return Optional.empty();
    }
  }
}
