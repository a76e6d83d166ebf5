package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Question;
import dev.mocha.application.switching.ReportPath.Refused;
import dev.mocha.application.switching.SwitchEpochs.Term;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Both paths, each answer counted and timed. */
final class MeasuredPaths {

  private final ReportPath old;
  private final ReportPath young;
  private final Duration staleAfter;
  private final Clock clock;

  /**
   * @param staleAfter an answer of the new path must be complete to a moment so near
   */
  MeasuredPaths(ReportPath old, ReportPath young, Duration staleAfter, Clock clock) {
    this.old = old;
    this.young = young;
    this.staleAfter = staleAfter;
    this.clock = clock;
  }

  boolean isStale(Answer answer) {
    return answer.completeTo().isBefore(clock.instant().minus(staleAfter));
  }

  /**
   * An answer.
   *
   * @param seenBy everything in it was committed before this moment, by the clock of the database:
   *     it saw the database after the moment to which it is complete, and before it was there
   */
  record Taken(Answer answer, Instant seenBy) {}

  Optional<Taken> old(Term term, Question question) {
    term.evidence().count(Counted.OLD_ASKED);
    long begun = System.nanoTime();
    try {
      Optional<Answer> answer = old.ask(question);
      long took = System.nanoTime() - begun;
      term.evidence().oldTook(took);
      return answer.map(it -> new Taken(it, it.completeTo().plusNanos(took)));
    } catch (RuntimeException failed) {
      term.evidence().count(Counted.OLD_FAILED);
      throw failed;
    }
  }

  /** A caller who is refused, as one who asks too often, says nothing of the path. */
  Optional<Answer> young(Term term, Question question) {
    long begun = System.nanoTime();
    try {
      Optional<Answer> answer = young.ask(question);
      term.evidence().count(Counted.NEW_ASKED);
      term.evidence().newTook(System.nanoTime() - begun);
      if (answer.filter(this::isStale).isPresent()) {
        term.evidence().count(Counted.NEW_STALE);
      }
      return answer;
    } catch (Refused aboutTheCaller) {
      throw aboutTheCaller;
    } catch (RuntimeException failed) {
      term.evidence().count(Counted.NEW_ASKED);
      term.evidence().count(Counted.NEW_FAILED);
      throw failed;
    }
  }
}
