package dev.mocha.http.reporting;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.SealedReport;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.http.web.Compression;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers first views of sealed days before anything is done for a request that these need not:
 * they are compressed and have their tag. It stands behind what says who may ask. What is asked for
 * in another way, or is not sealed, goes on to the {@link DailyReportController}, which answers the
 * same.
 */
public final class SealedReportFilter extends OncePerRequestFilter {

  private static final Pattern ADDRESS =
      Pattern.compile(Paths.MERCHANTS + "/([^/;%]+)/reports/daily/(\\d{4}-\\d{2}-\\d{2})");

  private static final String PATTERN = Paths.DAILY_REPORTS + "/{date}";

  /** Those whose days end first live at this offset. */
  private static final ZoneOffset EARLIEST = ZoneOffset.MAX;

  private final ReportQueries reports;
  private final ObjectMapper json;
  private final Clock clock;
  private final HandlerExceptionResolver problems;

  /**
   * @param json the one that answers requests
   * @param problems of controllers
   */
  public SealedReportFilter(
      ReportQueries reports, ObjectMapper json, Clock clock, HandlerExceptionResolver problems) {
    this.reports = reports;
    this.json = json;
    this.clock = clock;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SealedAnswer answer;
    try {
      answer = answer(request);
    } catch (RuntimeException failed) {
      if (problems.resolveException(request, response, null, failed) == null) {
        throw failed;
      }
      return;
    }
    if (answer == null) {
      chain.doFilter(request, response);
    } else {
      ServerHttpObservationFilter.findObservationContext(request)
          .ifPresent(it -> it.setPathPattern(PATTERN));
      answer.send(request, response);
    }
  }

  /** Null where it is not for here. */
  private @Nullable SealedAnswer answer(HttpServletRequest request) throws IOException {
    Matcher address = ADDRESS.matcher(request.getRequestURI());
    if (!address.matches() || !isFirstView(request)) {
      return null;
    }
    MerchantId merchant;
    LocalDate date;
    try {
      merchant = ReportParameters.merchant(address.group(1));
      date = ReportParameters.date("date", address.group(2));
    } catch (NotFound | Invalid toBeTold) {
      return null;
    }
    Optional<SealedReport> sealed =
        mayBeOver(date) ? reports.sealed(merchant, date) : Optional.empty();
    return sealed.isEmpty() ? null : answer(sealed.get(), request);
  }

  private SealedAnswer answer(SealedReport sealed, HttpServletRequest request) throws IOException {
    return new SealedAnswer(
        SealedDocument.read(sealed.document()),
        sealed.completeTo(),
        json.writeValueAsBytes(sealed.completeTo()),
        Compression.takesGzip(request));
  }

  private boolean mayBeOver(LocalDate date) {
    return !clock.instant().isBefore(date.plusDays(1).atStartOfDay().toInstant(EARLIEST));
  }

  private static boolean isFirstView(HttpServletRequest request) {
    return (HttpMethod.GET.matches(request.getMethod())
            || HttpMethod.HEAD.matches(request.getMethod()))
        && request.getQueryString() == null
        && takesJson(request.getHeader(HttpHeaders.ACCEPT));
  }

  /** Before anything else. Preferences that have to be weighed are left to the controllers. */
  private static boolean takesJson(@Nullable String accept) {
    return accept == null
        || accept.equals("*/*")
        || (accept.startsWith("application/json") && accept.matches("application/json( *,[^;]*)?"));
  }
}
