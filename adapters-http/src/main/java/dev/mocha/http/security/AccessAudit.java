package dev.mocha.http.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.http.web.Paths;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes one line of JSON to the logger {@code mocha.audit} for each request to the API, the pages
 * and the sign-in, also for rejected ones: who asked for what, and the status of the response.
 * Requests for schemas, which are public, are not audited.
 */
final class AccessAudit extends OncePerRequestFilter {

  private static final Logger AUDIT = LoggerFactory.getLogger("mocha.audit");

  /** The issuer sends secrets in these queries, which are not audited. */
  private static final String SIGNING_IN = "/login/";

  private final ObjectMapper json;
  private final Clock clock;

  AccessAudit(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /**
   * A request.
   *
   * @param by the subject of the token; null without a valid token
   * @param status of the response; 0 when it broke off
   */
  private record Access(
      Instant at,
      @Nullable String by,
      String from,
      String method,
      String path,
      @Nullable String query,
      int status) {}

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Instant at = clock.instant();
    int status = 0;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      write(
          new Access(
              at,
              subject(),
              request.getRemoteAddr(),
              request.getMethod(),
              request.getRequestURI(),
              request.getRequestURI().startsWith(SIGNING_IN) ? null : request.getQueryString(),
              status));
    }
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith(Paths.SCHEMAS)
        || Stream.of(Paths.API + "/", Paths.PAGE, Paths.SWITCH_PAGE, Paths.SIGN_IN, SIGNING_IN)
            .noneMatch(path::startsWith);
  }

  private static @Nullable String subject() {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    return caller == null || caller instanceof AnonymousAuthenticationToken
        ? null
        : caller.getName();
  }

  private void write(Access access) {
    try {
      AUDIT.info(json.writeValueAsString(access));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
