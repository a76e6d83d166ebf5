package dev.mocha.http.switching;

import dev.mocha.application.switching.ReportPath.Unavailable;
import dev.mocha.application.switching.SwitchControl.NoStep;
import dev.mocha.application.switching.SwitchControl.Outdated;
import dev.mocha.http.switching.CandidateReports.NoNewPath;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the switch cannot do, as problems. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class SwitchProblems {

  private static final String RETRY_AFTER_SECONDS = "5";

  @ExceptionHandler({Outdated.class, NoStep.class, NoNewPath.class})
  ResponseEntity<Object> onConflict(RuntimeException e) {
    return ResponseEntity.status(HttpStatus.CONFLICT)
        .body(
            ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(e.getMessage())));
  }

  /** The reason is for operators, who find it in the log. */
  @ExceptionHandler(Unavailable.class)
  ResponseEntity<Object> onUnavailable(Unavailable e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The report cannot be had now; try again."));
  }
}
