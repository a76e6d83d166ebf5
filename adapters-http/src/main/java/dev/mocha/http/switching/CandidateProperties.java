package dev.mocha.http.switching;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the role {@code orders} fetches reports from the candidate, under {@code
 * mocha.switching.candidate}.
 *
 * @param url of the role {@code reports}, such as {@code https://reports.internal}; by default this
 *     process itself, where it has that role
 * @param timeout of a response, after which the primary answers; 1 s by default, up to 30 s
 * @param connectTimeout of a connection; 300 ms by default
 * @param maxRetries of a request that got no response at all, within the timeout; 1 by default, up
 *     to 3
 * @param maxConcurrentRequests of this process; 64 by default; the primary answers any more
 * @param breakerWindow the circuit breaker opens when half of so many requests failed; 20 by
 *     default
 * @param breakerPause how long an open breaker lets no request pass; 5 s by default
 */
@ConfigurationProperties("mocha.switching.candidate")
record CandidateProperties(
    @Nullable URI url,
    @DefaultValue("1s") Duration timeout,
    @DefaultValue("300ms") Duration connectTimeout,
    @DefaultValue("1") int maxRetries,
    @DefaultValue("64") int maxConcurrentRequests,
    @DefaultValue("20") int breakerWindow,
    @DefaultValue("5s") Duration breakerPause) {

  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

  CandidateProperties {
    require(
        url == null || (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())),
        "url must be an http: or https: URI");
    require(
        timeout.isPositive() && timeout.compareTo(MAX_TIMEOUT) <= 0,
        "timeout must be positive and at most 30s");
    require(connectTimeout.isPositive(), "connect-timeout must be positive");
    require(maxRetries >= 0 && maxRetries <= 3, "max-retries must be 0 to 3");
    require(maxConcurrentRequests >= 1, "max-concurrent-requests must be at least 1");
    require(breakerWindow >= 1, "breaker-window must be at least 1");
    require(breakerPause.isPositive(), "breaker-pause must be positive");
  }

  private static void require(boolean isMet, String requirement) {
    if (!isMet) {
      throw new IllegalArgumentException("mocha.switching.candidate." + requirement);
    }
  }
}
