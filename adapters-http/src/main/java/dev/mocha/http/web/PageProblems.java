package dev.mocha.http.web;

import dev.mocha.application.failures.Unavailable;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** What all pages share: how they read fields, and the error page. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(annotations = Page.class)
public final class PageProblems {

  private static final Logger LOG = LoggerFactory.getLogger(PageProblems.class);

  /** An empty field counts as absent. */
  @InitBinder
  void emptyIsAbsent(WebDataBinder binder) {
    binder.registerCustomEditor(String.class, new StringTrimmerEditor(true));
  }

  @ExceptionHandler
  ModelAndView on(Exception failed, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (response.isCommitted()) {
      throw failed;
    }
    HttpStatus status = statusOf(failed);
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      LOG.warn(
          "{} failed, the database is unavailable: {}", request.getRequestURI(), failed.toString());
    } else if (status.is5xxServerError()) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failed);
    }
    return new ModelAndView("error", status)
        .addObject("status", status.value())
        .addObject("ofSwitch", request.getRequestURI().startsWith(Paths.SWITCH_PAGE));
  }

  private static HttpStatus statusOf(Exception failed) {
    return switch (failed) {
      case NotFound _ -> HttpStatus.NOT_FOUND;
      case Invalid _, MethodArgumentTypeMismatchException _ -> HttpStatus.BAD_REQUEST;
      case Unavailable _,
          DataAccessResourceFailureException _,
          TransientDataAccessException _,
          CannotCreateTransactionException _ ->
          HttpStatus.SERVICE_UNAVAILABLE;
      case ErrorResponse answer -> HttpStatus.valueOf(answer.getStatusCode().value());
      default -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
