package dev.mocha.application.switching;

import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Question;
import dev.mocha.application.switching.Seen.Counted;
import dev.mocha.application.switching.Terms.Term;
import java.time.Instant;
import java.util.Optional;

/** Both paths, each answer counted and timed. */
final class MeasuredPath {

  private final ReportPath old;
  private final ReportPath young;

  MeasuredPath(ReportPath old, ReportPath young) {
    this.old = old;
    this.young = young;
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

  Optional<Answer> young(Term term, Question question) {
    term.evidence().count(Counted.NEW_ASKED);
    long begun = System.nanoTime();
    try {
      Optional<Answer> answer = young.ask(question);
      term.evidence().newTook(System.nanoTime() - begun);
      return answer;
    } catch (RuntimeException failed) {
      term.evidence().newTook(System.nanoTime() - begun);
      term.evidence().count(Counted.NEW_FAILED);
      throw failed;
    }
  }
}
