package dev.mocha.http.switching;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the role {@code orders} asks the role {@code reports}, under {@code mocha.switching.reports}.
 *
 * @param url where it is, as {@code https://reports.internal}; without one this process itself is
 *     asked, where it has that role
 * @param timeout of an answer, after which the old path answers; 1 s by default, up to 30 s
 * @param connectTimeout of a connection; 300 ms by default
 * @param retries of a request that got no answer at all, within the time-out; 1 by default, up to 3
 * @param concurrent requests at once at most, 64 by default; who comes then gets the old answer
 * @param breakerWindow requests of which a half must fail for nothing to be asked for a time; 20 by
 *     default
 * @param breakerPause how long nothing is asked then; 5 s by default
 */
@ConfigurationProperties("mocha.switching.reports")
public record CandidateProperties(
    @Nullable URI url,
    @DefaultValue("1s") Duration timeout,
    @DefaultValue("300ms") Duration connectTimeout,
    @DefaultValue("1") int retries,
    @DefaultValue("64") int concurrent,
    @DefaultValue("20") int breakerWindow,
    @DefaultValue("5s") Duration breakerPause) {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  public CandidateProperties {
    require(
        url == null || (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())),
        "url");
    require(isPositive(timeout) && timeout.compareTo(LONGEST) <= 0, "timeout");
    require(isPositive(connectTimeout), "connect-timeout");
    require(retries >= 0 && retries <= 3, "retries");
    require(concurrent >= 1, "concurrent");
    require(breakerWindow >= 1, "breaker-window");
    require(isPositive(breakerPause), "breaker-pause");
  }

  private static boolean isPositive(Duration duration) {
    return duration.isPositive();
  }

  private static void require(boolean isRight, String key) {
    if (!isRight) {
      throw new IllegalArgumentException("mocha.switching.reports." + key + " is out of range");
    }
  }
}
