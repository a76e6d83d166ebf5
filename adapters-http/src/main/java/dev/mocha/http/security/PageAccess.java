package dev.mocha.http.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.process.Role;
import dev.mocha.http.web.Paths;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may open the pages: people who have signed in, for their own merchants; operators, for the
 * switch. People sign in at the issuer by OpenID Connect; on embedded servers, with a token. The
 * Content-Security-Policy allows content from this origin only.
 */
@Configuration(proxyBeanMethods = false)
@Profile({Role.ORDERS, Role.REPORTS})
final class PageAccess {

  /** The registration of the page as a client of the issuer. */
  private static final String REGISTRATION = "mocha";

  /** Starts the sign-in at the issuer. */
  static final String AT_ISSUER = "/oauth2/authorization/" + REGISTRATION;

  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** The chain of the API matches every request, so it comes last. */
  private static final int BEFORE_THE_API = 0;

  private static final RequestMatcher EVERYBODYS =
      paths("/assets/**", "/webjars/**", "/favicon.ico", Paths.SIGN_IN);

  private static final RequestMatcher PAGES =
      paths(
          "/",
          "/assets/**",
          "/webjars/**",
          "/favicon.ico",
          Paths.PAGE,
          Paths.PAGE + "/**",
          Paths.SWITCH_PAGE,
          Paths.SWITCH_PAGE + "/**",
          Paths.SIGN_IN,
          Paths.SIGN_OUT,
          "/oauth2/authorization/**",
          "/login/oauth2/code/**");

  private static final AuthenticationEntryPoint SIGN_IN =
      new LoginUrlAuthenticationEntryPoint(Paths.SIGN_IN);

  private final Clock clock;

  PageAccess(Clock clock) {
    this.clock = clock;
  }

  @Bean
  @Order(BEFORE_THE_API)
  SecurityFilterChain pageAccess(
      HttpSecurity http,
      JwtDecoder tokenDecoder,
      SecurityProperties security,
      SignInProperties signIn,
      ObjectMapper json)
      throws Exception {
    var limit = new RateLimit(new AccessProblems(json), security.merchantRate());
    http.securityMatcher(PAGES)
        .addFilterBefore(new AccessAudit(json, clock), CsrfFilter.class)
        .addFilterBefore(limit, AuthorizationFilter.class)
        .addFilterBefore(new VisibleMerchantsFilter(), AuthorizationFilter.class)
        .headers(
            it ->
                it.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                    .contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
        .exceptionHandling(
            it ->
                it.authenticationEntryPoint(PageAccess::sendToSignIn)
                    .accessDeniedHandler(this::refuse))
        .authorizeHttpRequests(
            it ->
                it.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(EVERYBODYS)
                    .permitAll()
                    .requestMatchers(paths(Paths.SWITCH_PAGE, Paths.SWITCH_PAGE + "/**"))
                    .access(operators())
                    .anyRequest()
                    .access(own()));
    if (signIn.byToken()) {
      http.addFilterBefore(byToken(tokenDecoder), AuthorizationFilter.class);
    }
    if (signIn.atIssuer()) {
      security.requireSafeIssuer();
      ClientRegistrationRepository registrations = registrations(security, signIn);
      // The Content-Security-Policy forbids forms to redirect to the issuer, which is another
      // origin.
      var signedOut = new OidcClientInitiatedLogoutSuccessHandler(registrations);
      signedOut.setPostLogoutRedirectUri("{baseUrl}" + Paths.SIGN_IN);
      signedOut.setDefaultTargetUrl(Paths.SIGN_IN);
      signedOut.setRedirectStrategy(
          (_, response, address) -> response.setHeader("Refresh", "0;url=" + address));
      http.oauth2Login(
              it ->
                  it.clientRegistrationRepository(registrations)
                      .loginPage(Paths.SIGN_IN)
                      .failureUrl(Paths.SIGN_IN + "?failed")
                      .userInfoEndpoint(user -> user.userAuthoritiesMapper(Caller.rolesOfUsers())))
          .logout(it -> it.logoutUrl(Paths.SIGN_OUT).logoutSuccessHandler(signedOut));
    } else {
      http.logout(it -> it.logoutUrl(Paths.SIGN_OUT).logoutSuccessUrl(Paths.SIGN_IN));
    }
    return http.build();
  }

  private static RequestMatcher paths(String... patterns) {
    return new OrRequestMatcher(
        Arrays.stream(patterns).map(withDefaults()::matcher).toArray(RequestMatcher[]::new));
  }

  /** Sends a caller whose sign-in has expired to the sign-in page. */
  private void refuse(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    boolean over = caller == null || !Caller.isStillValid(caller, clock.instant());
    if (!over && !(denied instanceof CsrfException)) {
      response.sendError(HttpStatus.FORBIDDEN.value());
      return;
    }
    HttpSession session = request.getSession(false);
    if (over && session != null) {
      session.invalidate();
    }
    sendToSignIn(
        request, response, new InsufficientAuthenticationException("the sign-in has expired"));
  }

  /** A refresh of an open page reloads it as a whole. */
  private static void sendToSignIn(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failed)
      throws IOException, ServletException {
    if (request.getHeader("HX-Request") == null) {
      SIGN_IN.commence(request, response, failed);
    } else {
      response.setHeader("HX-Redirect", Paths.SIGN_IN);
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    }
  }

  /** Requires a valid sign-in and merchants of the caller's own. */
  private AuthorizationManager<RequestAuthorizationContext> own() {
    return (caller, request) ->
        new AuthorizationDecision(
            Caller.hasRole(caller.get())
                && Caller.isStillValid(caller.get(), clock.instant())
                && Stream.ofNullable(request.getRequest().getParameterValues("merchant"))
                    .flatMap(Stream::of)
                    .flatMap(it -> Stream.of(it.split(",", -1)))
                    .map(String::strip)
                    .allMatch(it -> it.isEmpty() || Caller.maySee(caller.get(), it)));
  }

  private AuthorizationManager<RequestAuthorizationContext> operators() {
    return (caller, _) ->
        new AuthorizationDecision(
            Caller.isOperator(caller.get()) && Caller.isStillValid(caller.get(), clock.instant()));
  }

  private static AuthenticationFilter byToken(JwtDecoder tokens) {
    var provider = new JwtAuthenticationProvider(tokens);
    provider.setJwtAuthenticationConverter(Caller::signedIn);
    AuthenticationManager known = new ProviderManager(provider);
    var filter =
        new AuthenticationFilter(
            known,
            request -> {
              String token = request.getParameter("token");
              return new BearerTokenAuthenticationToken(
                  token == null || token.isBlank() ? "none" : token.strip());
            });
    filter.setRequestMatcher(withDefaults().matcher(HttpMethod.POST, Paths.SIGN_IN));
    filter.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
    filter.setSuccessHandler(toRequestedPage());
    filter.setFailureHandler(new SimpleUrlAuthenticationFailureHandler(Paths.SIGN_IN + "?failed"));
    return filter;
  }

  /** The response ends here; the filter would continue the chain. */
  private static AuthenticationSuccessHandler toRequestedPage() {
    return new SavedRequestAwareAuthenticationSuccessHandler() {
      @Override
      public void onAuthenticationSuccess(
          HttpServletRequest request,
          HttpServletResponse response,
          FilterChain rest,
          Authentication caller)
          throws IOException, ServletException {
        onAuthenticationSuccess(request, response, caller);
      }
    };
  }

  /** Asks the issuer for its endpoints when the first person signs in. */
  private static ClientRegistrationRepository registrations(
      SecurityProperties security, SignInProperties signIn) {
    return new SupplierClientRegistrationRepository(
        () -> {
          var registration =
              ClientRegistrations.fromIssuerLocation(security.issuer())
                  .registrationId(REGISTRATION)
                  .clientId(signIn.clientId())
                  .scope(signIn.scopes());
          if (signIn.clientSecret() == null) {
            registration.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
          } else {
            registration.clientSecret(signIn.clientSecret());
          }
          return new InMemoryClientRegistrationRepository(registration.build());
        });
  }
}
