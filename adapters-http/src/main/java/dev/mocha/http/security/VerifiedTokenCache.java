package dev.mocha.http.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Verifies a token once a minute, however often it comes: a signature takes longer than a sealed
 * report. An expired token is verified again, and rejected.
 */
final class VerifiedTokenCache implements JwtDecoder {

  /** A withdrawn key stays valid for up to this time. */
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final int MAX_TOKENS = 10_000;

  private final Cache<String, Jwt> verified =
      Caffeine.newBuilder().maximumSize(MAX_TOKENS).expireAfterWrite(MINUTE).build();

  private final JwtDecoder tokens;
  private final Clock clock;

  VerifiedTokenCache(JwtDecoder tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public Jwt decode(String token) {
    Jwt known = verified.getIfPresent(token);
    if (known != null && isInTime(known)) {
      return known;
    }
    Jwt decoded = tokens.decode(token);
    verified.put(token, decoded);
    return decoded;
  }

  private boolean isInTime(Jwt token) {
    Instant end = token.getExpiresAt();
    return end != null && clock.instant().isBefore(end);
  }
}
