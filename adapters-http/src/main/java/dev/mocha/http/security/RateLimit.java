package dev.mocha.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the request rate of each subject whose only role is {@code merchant}, with a burst of ten
 * seconds' worth. Operators and services have no limit. Each process counts for itself.
 *
 * <p>Responses contain {@code RateLimit-Limit} (the burst), {@code RateLimit-Remaining} and {@code
 * RateLimit-Reset} (seconds until the burst is available again). A request above the limit gets 429
 * with {@code Retry-After}.
 */
final class RateLimit extends OncePerRequestFilter {

  private static final int BURST_SECONDS = 10;
  private static final int MAX_CALLERS = 100_000;
  private static final Duration UNUSED = Duration.ofMinutes(10);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(UNUSED).build();

  private final AccessProblems problems;
  private final int perSecond;

  RateLimit(AccessProblems problems, int perSecond) {
    this.problems = problems;
    this.perSecond = perSecond;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    if (caller == null || !Caller.isMerchant(caller)) {
      chain.doFilter(request, response);
      return;
    }
    Bucket bucket = buckets.get(caller.getName(), _ -> full());
    ConsumptionProbe taken = bucket.tryConsumeAndReturnRemaining(1);
    response.setHeader("RateLimit-Limit", String.valueOf(perSecond * BURST_SECONDS));
    response.setHeader("RateLimit-Remaining", String.valueOf(taken.getRemainingTokens()));
    response.setHeader("RateLimit-Reset", seconds(taken.getNanosToWaitForReset()));
    if (taken.isConsumed()) {
      chain.doFilter(request, response);
    } else {
      response.setHeader(HttpHeaders.RETRY_AFTER, seconds(taken.getNanosToWaitForRefill()));
      problems.tooMany(request, response);
    }
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(
            it ->
                it.capacity((long) perSecond * BURST_SECONDS)
                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }

  private static String seconds(long nanos) {
    return String.valueOf(Math.ceilDiv(nanos, SECOND));
  }
}
