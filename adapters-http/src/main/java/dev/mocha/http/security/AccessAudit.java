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
 * Tells the logger {@code mocha.audit} of each request who asked for what and what became of it, as
 * a line of JSON: of the interface, the page, and of signing in. Requests that were refused are
 * told, too; those for schemas, which everybody may read, are not.
 */
final class AccessAudit extends OncePerRequestFilter {

  private static final Logger AUDIT = LoggerFactory.getLogger("mocha.audit");

  /** What the issuer sends with people who come from there is nobody's to keep. */
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
   * @param by the subject of the token; null without a good one
   * @param status of the answer; 0 where it broke off
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
