package dev.mocha.http.web;

import dev.mocha.application.failures.Conflict;
import dev.mocha.application.failures.Unavailable;
import dev.mocha.domain.ordering.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.ResolvableType;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers every error as RFC 9457 {@code application/problem+json}, with what to correct and
 * without internals.
 */
@RestControllerAdvice
public final class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** SQLState classes: connection, transaction rolled back, resources, operator intervention. */
  private static final Set<String> UNAVAILABLE = Set.of("08", "40", "53", "57");

  /** One fault of a request. The field is null when the body as a whole is at fault. */
  public record Violation(@Nullable String field, String message) {}

  /** The path names something that does not exist. */
  public static final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotFound(String detail) {
      super(detail);
    }

    /** The answer for an unknown merchant. */
    public static NotFound merchant() {
      return new NotFound("There is no such merchant.");
    }
  }

  /** An invalid parameter or body. */
  public static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<Violation> violations;

    public Invalid(String field, String message) {
      this(new Violation(field, message));
    }

    public Invalid(Violation violation) {
      this(List.of(violation));
    }

    public Invalid(List<Violation> violations) {
      super(violations.toString());
      this.violations = List.copyOf(violations);
    }
  }

  /** A request that is answered with a status and a detail. */
  public static class Declined extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final HttpStatus status;

    public Declined(HttpStatus status, String detail) {
      super(detail);
      this.status = status;
    }
  }

  /** A command that the domain refused. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Refusal refusal;
    private final HttpStatus status;

    public Refused(Refusal refusal, HttpStatus status) {
      super(refusal.name());
      this.refusal = refusal;
      this.status = status;
    }
  }

  @ExceptionHandler
  ResponseEntity<Object> on(NotFound e) {
    return answer(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Object> on(Invalid e) {
    return invalid(e.violations);
  }

  @ExceptionHandler
  ResponseEntity<Object> on(Declined e) {
    String detail = String.valueOf(e.getMessage());
    return e.status == HttpStatus.SERVICE_UNAVAILABLE ? later(5, detail) : answer(e.status, detail);
  }

  @ExceptionHandler
  ResponseEntity<Object> on(Refused e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(e.status, "The command was refused: " + e.refusal.text());
    problem.setProperty("refusal", e.refusal);
    return ResponseEntity.status(e.status).body(problem);
  }

  @ExceptionHandler
  ResponseEntity<Object> on(ConstraintViolationException e) {
    return invalid(
        e.getConstraintViolations().stream()
            .map(it -> new Violation(it.getPropertyPath().toString(), it.getMessage()))
            .toList());
  }

  @ExceptionHandler
  ResponseEntity<Object> on(MethodArgumentTypeMismatchException e) {
    var type = ResolvableType.forMethodParameter(e.getParameter());
    Class<?> element = type.hasGenerics() ? type.getGeneric(0).resolve() : type.resolve();
    String message =
        element != null && element.isEnum()
            ? "must be one of " + Arrays.toString(element.getEnumConstants())
            : "is malformed";
    return invalid(List.of(new Violation(e.getName(), message)));
  }

  @ExceptionHandler({
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    QueryTimeoutException.class
  })
  ResponseEntity<Object> onDatabaseUnavailable(Exception e, HttpServletRequest request) {
    LOG.warn("{} {}: the database is unavailable", request.getMethod(), request.getRequestURI(), e);
    return later(1, "The database is unavailable. Try again later.");
  }

  @ExceptionHandler
  ResponseEntity<Object> on(Conflict e) {
    return answer(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Object> on(Unavailable e, HttpServletRequest request) {
    if (!e.detail().equals(e.getMessage())) {
      LOG.warn(
          "{} {}: {}", request.getMethod(), request.getRequestURI(), e.getMessage(), e.getCause());
    }
    return later(e.retryAfterSeconds(), e.detail());
  }

  @ExceptionHandler
  ResponseEntity<Object> onAnythingElse(
      Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
    if (response.isCommitted()) {
      throw e;
    }
    if (isLostConnection(e)) {
      return onDatabaseUnavailable(e, request);
    }
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR, "The request failed. See the log of the server.");
  }

  /**
   * Whether the cause is a lost connection, which Axon and drivers wrap in their own exceptions.
   */
  private static boolean isLostConnection(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && UNAVAILABLE.contains(sql.getSQLState().substring(0, 2))) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalid(e.getFieldErrors().stream().map(it -> violation(null, it)).toList());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalid(
        e.getParameterValidationResults().stream().flatMap(Problems::violations).toList());
  }

  private static Stream<Violation> violations(ParameterValidationResult result) {
    String parameter = result.getMethodParameter().getParameterName();
    return result.getResolvableErrors().stream().map(it -> violation(parameter, it));
  }

  private static Violation violation(@Nullable String parameter, MessageSourceResolvable error) {
    return new Violation(
        error instanceof FieldError of ? of.getField() : parameter,
        String.valueOf(error.getDefaultMessage()));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return answer(HttpStatus.NOT_FOUND, "There is no such path in the roles of this process.");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyLimit.Exceeded) {
        return answer(HttpStatus.PAYLOAD_TOO_LARGE, String.valueOf(cause.getMessage()));
      }
    }
    return invalid(List.of(UnreadableText.violationOf(e.getCause())));
  }

  private static ResponseEntity<Object> invalid(List<Violation> violations) {
    List<Violation> sorted =
        violations.stream()
            .sorted(
                Comparator.comparing((Violation it) -> String.valueOf(it.field()))
                    .thenComparing(Violation::message))
            .toList();
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.BAD_REQUEST,
            sorted.stream()
                .map(it -> (it.field() == null ? "The body" : it.field()) + " " + it.message())
                .collect(Collectors.joining("; ")));
    problem.setProperties(Map.of("violations", sorted));
    return ResponseEntity.badRequest().body(problem);
  }

  private static ResponseEntity<Object> later(int seconds, String detail) {
    HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
    return ResponseEntity.status(status)
        .header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds))
        .body(ProblemDetail.forStatusAndDetail(status, detail));
  }

  private static ResponseEntity<Object> answer(HttpStatus status, String detail) {
    return ResponseEntity.status(status).body(ProblemDetail.forStatusAndDetail(status, detail));
  }
}
