package dev.mocha.http.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people sign in to the page, under {@code mocha.security.sign-in}.
 *
 * @param clientId of the page at the issuer, where people sign in by OpenID Connect; without it
 *     they cannot
 * @param clientSecret of the page at the issuer; a public client with PKCE without it
 * @param scopes what the issuer is asked for; {@code openid} by default
 * @param byToken whether a token may be given instead: on embedded servers only
 * @param accounts that anybody may take: in the demo only
 */
@ConfigurationProperties("mocha.security.sign-in")
public record SignInProperties(
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue("openid") List<String> scopes,
    @DefaultValue("false") boolean byToken,
    @DefaultValue List<Account> accounts) {

  /**
   * Somebody to look at the page as.
   *
   * @param name that people see
   */
  public record Account(String name, String token) {}

  /** Whether people sign in at the issuer. */
  public boolean atIssuer() {
    return clientId != null;
  }
}
