package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.EventHistory.Incomplete;
import dev.mocha.application.rebuilding.Generations.Busy;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.LogEndOffsets.NotReachable;
import dev.mocha.application.rebuilding.Promotion.Differs;
import dev.mocha.application.reporting.ReportQueries.NotBuilt;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Maps the exceptions of rebuilds to problem details. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RebuildProblems {

  private static final String RETRY_AFTER_SECONDS = "5";

  @ExceptionHandler({Busy.class, Rejected.class, Incomplete.class, IrregularHistory.class})
  ResponseEntity<Object> onConflict(RuntimeException e) {
    return ResponseEntity.status(HttpStatus.CONFLICT).body(problem(HttpStatus.CONFLICT, e));
  }

  @ExceptionHandler
  ResponseEntity<Object> on(Differs e) {
    ProblemDetail problem = problem(HttpStatus.CONFLICT, e);
    problem.setProperty("differences", DifferencesBody.of(e.differences()));
    return ResponseEntity.status(HttpStatus.CONFLICT).body(problem);
  }

  @ExceptionHandler({NotReachable.class, NotBuilt.class})
  ResponseEntity<Object> onUnavailable(RuntimeException e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .body(problem(HttpStatus.SERVICE_UNAVAILABLE, e));
  }

  private static ProblemDetail problem(HttpStatus status, RuntimeException e) {
    return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
  }
}
