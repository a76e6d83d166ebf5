package dev.mocha.http.security;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which tokens are valid, under {@code mocha.security}.
 *
 * @param issuer the {@code iss} of valid tokens; required, except on embedded servers, which have
 *     their own key
 * @param jwks the location of the issuer's public keys: an {@code https} address, {@code http} on
 *     the loopback address, or a {@code file}; by default found by OpenID Connect discovery of the
 *     issuer
 * @param audience the value that {@code aud} of valid tokens contains; {@code mocha} by default
 * @param merchantRate the maximum number of requests per second of one subject in the role {@code
 *     merchant}, 1 to 10,000; 20 by default
 */
@ConfigurationProperties("mocha.security")
public record SecurityProperties(
    String issuer,
    @Nullable URI jwks,
    @DefaultValue("mocha") String audience,
    @DefaultValue("20") int merchantRate) {

  private static final int MAX_REQUESTS = 10_000;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  public SecurityProperties {
    require(
        issuer != null && !issuer.isBlank(),
        "mocha.security.issuer is required: set it to the iss of your tokens");
    require(
        jwks == null ? isSafe(URI.create(issuer)) : isSafe(jwks) || "file".equals(jwks.getScheme()),
        "mocha.security: the issuer or jwks must be an https address or http on the loopback"
            + " address; jwks may also be a file");
    require(!audience.isBlank(), "mocha.security.audience must not be blank");
    require(
        merchantRate >= 1 && merchantRate <= MAX_REQUESTS,
        "mocha.security.merchant-rate must be 1 to 10,000");
  }

  /** Requires an address where people can sign in safely. */
  void requireSafeIssuer() {
    require(
        isSafe(URI.create(issuer)),
        "mocha.security.issuer must be an https address, or http on the loopback address, for"
            + " people to sign in");
  }

  private static boolean isSafe(URI address) {
    return "https".equals(address.getScheme())
        || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost()));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
