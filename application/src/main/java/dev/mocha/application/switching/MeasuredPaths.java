package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.ReportPath.CallerNotServed;
import dev.mocha.application.switching.ReportPath.Request;
import dev.mocha.application.switching.ReportPath.Response;
import dev.mocha.application.switching.SwitchEpochs.EpochMinute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Both paths, with each request counted and timed. */
public final class MeasuredPaths {

  private final ReportPath primary;
  private final ReportPath candidate;
  private final Duration staleAfter;
  private final Clock clock;

  /**
   * @param staleAfter a response of the candidate is stale when it is complete to a moment longer
   *     ago
   */
  public MeasuredPaths(ReportPath primary, ReportPath candidate, Duration staleAfter, Clock clock) {
    this.primary = primary;
    this.candidate = candidate;
    this.staleAfter = staleAfter;
    this.clock = clock;
  }

  boolean isStale(Response response) {
    return response.completeTo().isBefore(clock.instant().minus(staleAfter));
  }

  /**
   * A response of the primary.
   *
   * @param committedBefore everything in it was committed before this moment, by the clock of the
   *     database: the primary read after the moment to which the response is complete, and before
   *     it responded
   */
  record PrimaryResponse(Response response, Instant committedBefore) {}

  Optional<PrimaryResponse> primary(EpochMinute minute, Request request) {
    minute.counters().count(Kind.PRIMARY_REQUESTS);
    long begun = System.nanoTime();
    try {
      Optional<Response> response = primary.fetch(request);
      long nanos = System.nanoTime() - begun;
      minute.counters().primary.record(nanos);
      return response.map(it -> new PrimaryResponse(it, it.completeTo().plusNanos(nanos)));
    } catch (RuntimeException failed) {
      minute.counters().count(Kind.PRIMARY_FAILURES);
      throw failed;
    }
  }

  /** A refused request is not counted: it says nothing about the candidate. */
  Optional<Response> candidate(EpochMinute minute, Request request) {
    long begun = System.nanoTime();
    try {
      Optional<Response> response = candidate.fetch(request);
      minute.counters().count(Kind.CANDIDATE_REQUESTS);
      minute.counters().candidate.record(System.nanoTime() - begun);
      if (response.filter(this::isStale).isPresent()) {
        minute.counters().count(Kind.CANDIDATE_STALE);
      }
      return response;
    } catch (CallerNotServed aboutTheCaller) {
      throw aboutTheCaller;
    } catch (RuntimeException failed) {
      minute.counters().count(Kind.CANDIDATE_REQUESTS);
      minute.counters().count(Kind.CANDIDATE_FAILURES);
      throw failed;
    }
  }
}
