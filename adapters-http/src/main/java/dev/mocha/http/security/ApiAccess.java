package dev.mocha.http.security;

import static dev.mocha.http.security.Caller.OPERATOR;
import static dev.mocha.http.security.Caller.SERVICE;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.http.web.Paths;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may call what; everything else is denied. Merchants read their own data, services write and
 * read, operators read and run the system. Public paths need no token: schemas, the description of
 * this API, the health of the process. The actuator has its own port and no access control.
 */
@Configuration(proxyBeanMethods = false)
final class ApiAccess {

  private static final PathPatternRequestMatcher.Builder PATHS =
      PathPatternRequestMatcher.withDefaults();

  @Bean
  SecurityFilterChain accessRules(
      HttpSecurity http,
      JwtDecoder tokenDecoder,
      SecurityProperties properties,
      ObjectMapper json,
      Clock clock)
      throws Exception {
    var problems = new AccessProblems(json);
    return http.addFilterBefore(new AccessAudit(json, clock), BearerTokenAuthenticationFilter.class)
        .addFilterBefore(
            new RateLimit(problems, properties.merchantRate()), ExceptionTranslationFilter.class)
        .addFilterBefore(new VisibleMerchantsFilter(), ExceptionTranslationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(it -> it.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(
            it -> it.authenticationEntryPoint(problems).accessDeniedHandler(problems))
        .oauth2ResourceServer(
            it ->
                it.authenticationEntryPoint(problems)
                    .jwt(
                        jwt ->
                            jwt.decoder(tokenDecoder)
                                .jwtAuthenticationConverter(Caller.converter())))
        .authorizeHttpRequests(
            it ->
                it.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(EndpointRequest.toAnyEndpoint())
                    .permitAll()
                    .requestMatchers(
                        reading(
                            "/openapi/**",
                            "/docs/**",
                            "/swagger-ui/**",
                            "/livez",
                            "/readyz",
                            Paths.SCHEMAS + "/**"))
                    .permitAll()
                    .requestMatchers(
                        reading(
                            Paths.MERCHANTS + "/{merchantId}",
                            Paths.MERCHANTS + "/{merchantId}/**"))
                    .access(ownMerchant())
                    .requestMatchers(reading(Paths.ROLLED_UP_DAYS + "/{date}"))
                    .access(ownMerchants())
                    .requestMatchers(reading(Paths.ORDERS + "/**"))
                    .hasAnyRole(SERVICE, OPERATOR)
                    .requestMatchers(
                        PATHS.matcher(Paths.MERCHANTS + "/**"),
                        PATHS.matcher(Paths.ORDERS + "/**"),
                        PATHS.matcher(Paths.LOG + "/**"))
                    .hasRole(SERVICE)
                    .requestMatchers(PATHS.matcher(Paths.IMPORT))
                    .hasAnyRole(SERVICE, OPERATOR)
                    .requestMatchers(
                        PATHS.matcher(Paths.PROJECTIONS + "/**"),
                        PATHS.matcher(Paths.SWITCH + "/**"),
                        PATHS.matcher(Paths.RECONCILIATIONS + "/**"),
                        PATHS.matcher(Paths.DATABASES),
                        PATHS.matcher(Paths.LARGEST_MERCHANTS),
                        PATHS.matcher(Paths.STREAMS + "/**"),
                        PATHS.matcher(Paths.DEAD_LETTERS + "/**"))
                    .hasRole(OPERATOR)
                    .anyRequest()
                    .denyAll())
        .build();
  }

  private static RequestMatcher[] reading(String... patterns) {
    return Stream.of(patterns)
        .flatMap(
            it ->
                Stream.of(HttpMethod.GET, HttpMethod.HEAD).map(method -> PATHS.matcher(method, it)))
        .toArray(RequestMatcher[]::new);
  }

  /** All merchants in the parameter must be the caller's own. */
  private static AuthorizationManager<RequestAuthorizationContext> ownMerchants() {
    return (caller, request) -> {
      String[] named = request.getRequest().getParameterValues("merchant");
      return new AuthorizationDecision(
          Caller.hasRole(caller.get())
              && Stream.ofNullable(named)
                  .flatMap(Stream::of)
                  .flatMap(it -> Stream.of(it.split(",", -1)))
                  .allMatch(it -> Caller.maySee(caller.get(), it)));
    };
  }

  private static AuthorizationManager<RequestAuthorizationContext> ownMerchant() {
    return (caller, request) ->
        new AuthorizationDecision(
            Caller.maySee(
                caller.get(), Objects.toString(request.getVariables().get("merchantId"), "")));
  }
}
