package dev.mocha.http.security;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are good, under {@code mocha.security}.
 *
 * @param issuer the {@code iss} of good tokens; required, except on embedded servers, which have a
 *     key of their own
 * @param jwks where the issuer's public keys are: an {@code https} address, {@code http} on the
 *     loopback address, or a {@code file}; found by OpenID Connect discovery of the issuer by
 *     default
 * @param audience what the {@code aud} of good tokens holds; {@code mocha} by default
 * @param merchantRate how many requests a second one subject in the role {@code merchant} may send,
 *     1 to 10,000; 20 by default
 */
@ConfigurationProperties("mocha.security")
public record SecurityProperties(
    String issuer,
    @Nullable URI jwks,
    @DefaultValue("mocha") String audience,
    @DefaultValue("20") int merchantRate) {

  private static final int MOST_REQUESTS = 10_000;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  public SecurityProperties {
    require(issuer != null && !issuer.isBlank(), "mocha.security.issuer is required");
    require(
        jwks == null ? isSafe(URI.create(issuer)) : isSafe(jwks) || "file".equals(jwks.getScheme()),
        "mocha.security: keys are taken from an https address, from http on the loopback address,"
            + " or (jwks) from a file");
    require(!audience.isBlank(), "mocha.security.audience must not be blank");
    require(
        merchantRate >= 1 && merchantRate <= MOST_REQUESTS,
        "mocha.security.merchant-rate must be 1 to 10,000");
  }

  /** Requires that people can sign in at the issuer without anybody in between. */
  void requireSafeIssuer() {
    require(
        isSafe(URI.create(issuer)),
        "mocha.security.issuer: people sign in at an https address, or at http on the loopback"
            + " address");
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
