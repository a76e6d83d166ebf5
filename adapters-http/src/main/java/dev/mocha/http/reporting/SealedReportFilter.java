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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers the first view of a sealed day from its stored document, before Spring MVC does any work.
 * It comes after access control. Any other request, and a day without a valid seal, goes to {@link
 * DailyReportController}, which gives the same answer.
 */
final class SealedReportFilter extends OncePerRequestFilter {

  private static final Pattern ADDRESS =
      Pattern.compile(Paths.MERCHANTS + "/([^/;%]+)/reports/daily/(\\d{4}-\\d{2}-\\d{2})");

  private static final String PATTERN = Paths.DAILY_REPORTS + "/{date}";

  /** The offset of the time zone in which a day ends first. */
  private static final ZoneOffset EARLIEST = ZoneOffset.MAX;

  private final ReportQueries reports;
  private final ObjectMapper json;
  private final Clock clock;
  private final HandlerExceptionResolver problems;

  /**
   * @param json the one that answers requests
   * @param problems of controllers
   */
  SealedReportFilter(
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
    Response answer;
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

  /** Null when the request needs the controller. */
  private @Nullable Response answer(HttpServletRequest request) throws IOException {
    Matcher address = ADDRESS.matcher(request.getRequestURI());
    if (!address.matches() || !isFirstView(request)) {
      return null;
    }
    MerchantId merchant;
    LocalDate date;
    try {
      merchant = ReportParameters.merchant(address.group(1));
      date = ReportParameters.date("date", address.group(2));
    } catch (NotFound | Invalid leftToController) {
      return null;
    }
    Optional<SealedReport> sealed =
        mayBeOver(date) ? reports.sealed(merchant, date) : Optional.empty();
    return sealed.isEmpty() ? null : answer(sealed.get(), request);
  }

  private Response answer(SealedReport sealed, HttpServletRequest request) throws IOException {
    return new Response(
        SealedDocument.read(sealed.document()),
        sealed.completeTo(),
        json.writeValueAsBytes(sealed.completeTo()),
        Compression.acceptsGzip(request));
  }

  private boolean mayBeOver(LocalDate date) {
    return !clock.instant().isBefore(date.plusDays(1).atStartOfDay().toInstant(EARLIEST));
  }

  private static boolean isFirstView(HttpServletRequest request) {
    return (HttpMethod.GET.matches(request.getMethod())
            || HttpMethod.HEAD.matches(request.getMethod()))
        && request.getQueryString() == null
        && acceptsJson(request.getHeader(HttpHeaders.ACCEPT));
  }

  /** Whether JSON comes first. A header with weights is left to the controllers. */
  private static boolean acceptsJson(@Nullable String accept) {
    return accept == null
        || accept.equals("*/*")
        || (accept.startsWith("application/json") && accept.matches("application/json( *,[^;]*)?"));
  }

  /**
   * A response from a sealed day. Its entity tag names the seal and {@code completeTo}. A client
   * that has a response of the same seal gets 304 under its own tag: only {@code completeTo} has
   * changed.
   *
   * @param filling {@code completeTo} as JSON
   * @param gzip whether the client accepts gzip
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, not compared
  private record Response(SealedDocument day, Instant completeTo, byte[] filling, boolean gzip) {

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
      response.setHeader(HttpHeaders.CACHE_CONTROL, DailyReportController.FINAL);
      response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      String known = known(request);
      if (known != null) {
        response.setHeader(HttpHeaders.ETAG, known);
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return;
      }
      byte[] body = gzip ? day.gzip(filling) : day.filled(filling);
      response.setHeader(HttpHeaders.ETAG, tag());
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setContentLength(body.length);
      if (gzip) {
        response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
      }
      if (!HttpMethod.HEAD.matches(request.getMethod())) {
        response.getOutputStream().write(body);
      }
    }

    private String tag(Object moment) {
      return "\"%s-%s%s\"".formatted(day.name(), moment, gzip ? "-gzip" : "");
    }

    private String tag() {
      return tag(ChronoUnit.MICROS.between(Instant.EPOCH, completeTo));
    }

    /** The tag of the request that belongs to this seal; null when there is none. */
    private @Nullable String known(HttpServletRequest request) {
      if (request.getHeader(HttpHeaders.IF_NONE_MATCH) == null) {
        return null;
      }
      List<String> tags =
          Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
              .flatMap(it -> Stream.of(it.split(",", -1)))
              .map(it -> it.strip().replaceFirst("^W/", ""))
              .toList();
      return tags.contains("*")
          ? tag()
          : tags.stream().filter(it -> it.matches(tag("[0-9]+"))).findFirst().orElse(null);
    }
  }
}
