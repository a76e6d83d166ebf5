package dev.mocha.application.switching;

import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.MeasuredPaths.PrimaryResponse;
import dev.mocha.application.switching.ReportPath.ReportUnavailable;
import dev.mocha.application.switching.ReportPath.Request;
import dev.mocha.application.switching.ReportPath.Response;
import dev.mocha.application.switching.SwitchEpochs.EpochMinute;
import dev.mocha.application.switching.SwitchState.Mode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers merchants' apps: by the path that the switch names, or by the primary when the candidate
 * fails.
 */
public final class ReportSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(ReportSwitch.class);

  /** How long a primary that failed gets no requests, where there is a stale response. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final SwitchEpochs epochs;
  private final MeasuredPaths paths;
  private final ShadowComparison comparison;
  private final int sampleRate;
  private volatile long primaryFailed = System.nanoTime() - PAUSE.toNanos();

  /**
   * @param sampleRate percent of the candidate's responses that are compared with the primary
   */
  public ReportSwitch(
      SwitchEpochs epochs, MeasuredPaths paths, ShadowComparison comparison, int sampleRate) {
    this.epochs = epochs;
    this.paths = paths;
    this.comparison = comparison;
    this.sampleRate = sampleRate;
  }

  /**
   * Fetches a report; empty for an unknown merchant.
   *
   * @throws ReportUnavailable when no path that may answer responds
   */
  public Optional<Response> fetch(Request request) {
    EpochMinute minute = epochs.current();
    Mode mode = minute.state().setting().mode();
    if (mode == Mode.CANDIDATE_ONLY) {
      return paths.candidate(minute, request);
    }
    if (!minute.state().usesCandidate(request.merchantId())) {
      Optional<PrimaryResponse> primary = paths.primary(minute, request);
      if (mode != Mode.PRIMARY) {
        primary.ifPresent(it -> comparison.offer(minute, request, it));
      }
      return primary.map(PrimaryResponse::response);
    }
    Optional<Response> candidate = candidate(minute, request);
    if (candidate.isPresent() && !paths.isStale(candidate.get())) {
      if (ThreadLocalRandom.current().nextInt(100) < sampleRate) {
        comparison.offer(minute, request, null);
      }
      return candidate;
    }
    minute.counters().count(Kind.FALLBACKS);
    return fallBack(minute, request, candidate);
  }

  /** Where the primary fails, too, a stale response is better than none. */
  private Optional<Response> fallBack(
      EpochMinute minute, Request request, Optional<Response> stale) {
    if (stale.isPresent() && System.nanoTime() - primaryFailed < PAUSE.toNanos()) {
      return stale;
    }
    try {
      Optional<PrimaryResponse> primary = paths.primary(minute, request);
      primary.ifPresent(it -> comparison.offer(minute, request, it));
      return primary.map(PrimaryResponse::response);
    } catch (RuntimeException failed) {
      if (stale.isPresent()) {
        primaryFailed = System.nanoTime();
        LOG.debug("sent a stale response of the candidate: the primary failed", failed);
        return stale;
      }
      throw failed;
    }
  }

  /** Empty when the candidate fails, or does not know the merchant. */
  private Optional<Response> candidate(EpochMinute minute, Request request) {
    try {
      return paths.candidate(minute, request);
    } catch (RuntimeException failed) {
      LOG.debug("fell back to the primary: the candidate failed", failed);
      return Optional.empty();
    }
  }
}
