package dev.mocha.http.security;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import dev.mocha.application.reporting.VisibleMerchants;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/**
 * The caller according to the token: the claim {@code roles} lists the roles, the claim {@code
 * merchants} the merchants of a caller in the role {@code merchant}.
 */
final class Caller {

  static final String MERCHANT = "merchant";
  static final String OPERATOR = "operator";
  static final String SERVICE = "service";

  private static final String BY_TOKEN = "token";
  private static final Duration MAX_SIGN_IN = Duration.ofHours(12);

  private static final String PREFIX = "ROLE_";

  private Caller() {}

  static JwtAuthenticationConverter converter() {
    var roles = new JwtGrantedAuthoritiesConverter();
    roles.setAuthoritiesClaimName("roles");
    roles.setAuthorityPrefix(PREFIX);
    var converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(roles);
    return converter;
  }

  /** The roles of people who sign in at the issuer, from the same claim. */
  static GrantedAuthoritiesMapper rolesOfUsers() {
    return granted ->
        granted.stream()
            .filter(OidcUserAuthority.class::isInstance)
            .map(OidcUserAuthority.class::cast)
            .flatMap(
                it ->
                    it.getAttributes().get("roles") instanceof List<?> roles
                        ? roles.stream()
                        : Stream.empty())
            .map(role -> new SimpleGrantedAuthority(PREFIX + role))
            .collect(toSet());
  }

  /**
   * Whether the sign-in is still valid: a token until it expires, a sign-in at the issuer for
   * twelve hours.
   */
  static boolean isStillValid(Authentication caller, Instant now) {
    return caller instanceof OAuth2AuthenticationToken signedIn
        && signedIn.getPrincipal() instanceof OidcUser user
        && (BY_TOKEN.equals(signedIn.getAuthorizedClientRegistrationId())
            ? now.isBefore(user.getExpiresAt())
            : now.isBefore(user.getIssuedAt().plus(MAX_SIGN_IN)));
  }

  /** A caller who has signed in with a token; the session stores this. */
  static OAuth2AuthenticationToken signedIn(Jwt token) {
    var roles = requireNonNull(converter().convert(token)).getAuthorities();
    var user =
        new OidcIdToken(
            token.getTokenValue(), token.getIssuedAt(), token.getExpiresAt(), token.getClaims());
    return new OAuth2AuthenticationToken(new DefaultOidcUser(roles, user), roles, BY_TOKEN);
  }

  /** Whether the caller may see this merchant. */
  static boolean maySee(Authentication caller, String merchantId) {
    return switch (visible(caller)) {
      case VisibleMerchants.All _ -> true;
      case VisibleMerchants.Some some ->
          some.merchants().stream().anyMatch(it -> it.value().equals(merchantId));
    };
  }

  /** The merchants whose reports the caller may see. */
  static VisibleMerchants visible(@Nullable Authentication caller) {
    if (caller != null && (is(caller, OPERATOR) || is(caller, SERVICE))) {
      return new VisibleMerchants.All();
    }
    return new VisibleMerchants.Some(
        caller != null && is(caller, MERCHANT) ? merchants(caller) : Set.of());
  }

  /** Whether the caller has one of the known roles. */
  static boolean hasRole(Authentication caller) {
    return is(caller, MERCHANT) || is(caller, OPERATOR) || is(caller, SERVICE);
  }

  static boolean isOperator(Authentication caller) {
    return is(caller, OPERATOR);
  }

  /** Whether {@code merchant} is the caller's only role. */
  static boolean isMerchant(Authentication caller) {
    return is(caller, MERCHANT) && !is(caller, OPERATOR) && !is(caller, SERVICE);
  }

  private static boolean is(Authentication caller, String role) {
    return caller.isAuthenticated()
        && caller.getAuthorities().stream().anyMatch(it -> it.getAuthority().equals(PREFIX + role));
  }

  /** Malformed merchant ids are ignored. */
  private static Set<MerchantId> merchants(Authentication caller) {
    return caller.getPrincipal() instanceof ClaimAccessor token
            && token.getClaims().get("merchants") instanceof List<?> named
        ? named.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .flatMap(it -> merchant(it).stream())
            .collect(toSet())
        : Set.of();
  }

  private static Optional<MerchantId> merchant(String name) {
    try {
      return Optional.of(new MerchantId(name));
    } catch (IllegalArgumentException nobodys) {
      return Optional.empty();
    }
  }
}
