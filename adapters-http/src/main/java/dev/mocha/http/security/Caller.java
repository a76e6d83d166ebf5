package dev.mocha.http.security;

import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/**
 * Who asks, by the token: claim {@code roles} says in which roles, claim {@code merchants} for
 * which merchants one in the role {@code merchant} may ask.
 */
final class Caller {

  static final String MERCHANT = "merchant";
  static final String OPERATOR = "operator";
  static final String SERVICE = "service";

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

  /** Whether the caller may see what is this merchant's. */
  static boolean maySee(Authentication caller, String merchantId) {
    return is(caller, OPERATOR)
        || is(caller, SERVICE)
        || (is(caller, MERCHANT) && merchants(caller).contains(merchantId));
  }

  /** Whether the caller is a merchant and nothing more. */
  static boolean isMerchant(Authentication caller) {
    return is(caller, MERCHANT) && !is(caller, OPERATOR) && !is(caller, SERVICE);
  }

  private static boolean is(Authentication caller, String role) {
    return caller.isAuthenticated()
        && caller.getAuthorities().stream().anyMatch(it -> it.getAuthority().equals(PREFIX + role));
  }

  private static List<String> merchants(Authentication caller) {
    return caller.getPrincipal() instanceof Jwt token
            && token.getClaims().get("merchants") instanceof List<?> named
        ? named.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
