package dev.mocha.http.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers requests without a valid token, or without the necessary role, as problems. */
final class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final AuthenticationEntryPoint unauthorized = new BearerTokenAuthenticationEntryPoint();
  private final AccessDeniedHandler forbidden = new BearerTokenAccessDeniedHandler();
  private final ObjectMapper json;

  AccessProblems(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failed)
      throws IOException, ServletException {
    unauthorized.commence(request, response, failed);
    write(request, response, HttpStatus.UNAUTHORIZED, "A valid bearer token is required.");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException, ServletException {
    forbidden.handle(request, response, denied);
    write(
        request,
        response,
        HttpStatus.FORBIDDEN,
        "The roles and merchants of the token do not allow this.");
  }

  /** The caller exceeds the rate limit. */
  void tooMany(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    write(
        request,
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        "Too many requests. Wait as long as Retry-After says.");
  }

  private void write(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setInstance(URI.create(request.getRequestURI()));
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }
}
