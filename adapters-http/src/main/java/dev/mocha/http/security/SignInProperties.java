package dev.mocha.http.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people sign in to the pages, under {@code mocha.security.sign-in}.
 *
 * @param clientId the client id of the pages at the issuer; without it people cannot sign in there
 * @param clientSecret the client secret; without it a public client with PKCE
 * @param scopes the scopes to request; {@code openid} by default
 * @param byToken whether people may sign in with a token: on embedded servers only
 * @param accounts accounts that everybody may use: in the demo only
 */
@ConfigurationProperties("mocha.security.sign-in")
public record SignInProperties(
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue("openid") List<String> scopes,
    @DefaultValue("false") boolean byToken,
    @DefaultValue List<Account> accounts) {

  /**
   * An account of the demo.
   *
   * @param name the displayed name
   */
  public record Account(String name, String token) {}

  public boolean atIssuer() {
    return clientId != null;
  }
}
