package dev.mocha.http.switching;

import dev.mocha.application.switching.ReportPath.Unavailable;
import dev.mocha.application.switching.SwitchControl.EpochConflict;
import dev.mocha.application.switching.SwitchControl.NoNextStep;
import dev.mocha.http.switching.CandidateReports.NoCandidate;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The exceptions of the switch as problem details. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SwitchProblems {

  private static final String RETRY_AFTER_SECONDS = "5";

  @ExceptionHandler({EpochConflict.class, NoNextStep.class, NoCandidate.class})
  ResponseEntity<Object> onConflict(RuntimeException e) {
    return ResponseEntity.status(HttpStatus.CONFLICT)
        .body(
            ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(e.getMessage())));
  }

  /** Only the log names the reason. */
  @ExceptionHandler(Unavailable.class)
  ResponseEntity<Object> onUnavailable(Unavailable e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The report is not available at the moment; try again."));
  }
}
