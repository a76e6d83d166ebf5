package dev.mocha.http.switching;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.failures.Conflict;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.http.reporting.Cursors;
import dev.mocha.http.web.Paths;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The candidate: the role {@code reports} over HTTP, with the caller's own token. A timeout, a
 * maximum of concurrent requests, a maximum of retries and a circuit breaker limit what a slow or
 * missing service costs.
 */
final class CandidateReports implements ReportPath, AutoCloseable {

  private final Supplier<@Nullable URI> address;
  private final CandidateProperties properties;
  private final ObjectMapper json;
  private final HttpClient client;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;

  /**
   * @param address of the service, read for each request; null where there is none
   */
  CandidateReports(
      Supplier<@Nullable URI> address, CandidateProperties properties, ObjectMapper json) {
    this.address = address;
    this.properties = properties;
    this.json = json;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(properties.connectTimeout())
            .build();
    this.breaker =
        CircuitBreaker.of(
            "reports",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(properties.breakerWindow())
                .minimumNumberOfCalls(properties.breakerWindow())
                .failureRateThreshold(50)
                .recordException(it -> !(it instanceof CallerNotServed || it instanceof Rejected))
                .waitDurationInOpenState(properties.breakerPause())
                .permittedNumberOfCallsInHalfOpenState(Math.min(5, properties.breakerWindow()))
                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                .build());
    this.bulkhead =
        Bulkhead.of(
            "reports",
            BulkheadConfig.custom()
                .maxConcurrentCalls(properties.maxConcurrentRequests())
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  /** The service responds, but rejects the request: no reason to open the circuit breaker. */
  private static final class Rejected extends ReportUnavailable {
    private static final long serialVersionUID = 1;

    Rejected(String reason) {
      super(reason);
    }
  }

  /** No address of a candidate is configured. */
  static final class NoCandidate extends Conflict {
    private static final long serialVersionUID = 1;

    NoCandidate() {
      super(
          "there is no candidate: set mocha.switching.candidate.url, or give this process the role"
              + " reports");
    }
  }

  /**
   * Checks that there is an address.
   *
   * @throws NoCandidate when there is none
   */
  void requireAddress() {
    if (address.get() == null) {
      throw new NoCandidate();
    }
  }

  /** Whether the circuit breaker is open. */
  boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  @Override
  public Optional<Response> fetch(Request request) {
    URI base = address.get();
    if (base == null) {
      throw new ReportUnavailable("no address of the candidate is configured");
    }
    HttpRequest httpRequest = httpRequest(base, request);
    if (!bulkhead.tryAcquirePermission()) {
      throw new ReportUnavailable("the candidate has too many concurrent requests");
    }
    try {
      return breaker.executeSupplier(() -> read(send(httpRequest)));
    } catch (CallNotPermittedException open) {
      throw new ReportUnavailable("the circuit breaker of the candidate is open");
    } finally {
      bulkhead.onComplete();
    }
  }

  private HttpRequest httpRequest(URI base, Request request) {
    OrderQuery orders = request.orders();
    var uri = UriComponentsBuilder.fromUri(base).path(Paths.DAILY_REPORTS + "/{date}");
    var values = new HashMap<String, Object>();
    if (orders.limit() == 0) {
      uri.queryParam("orders", "none");
    } else if (orders.limit() != ReportEncoder.FIRST_ORDERS) {
      uri.queryParam("limit", "{limit}");
      values.put("limit", orders.limit());
    }
    orders.statuses().forEach(it -> uri.queryParam("status", it.name()));
    values.put("merchantId", request.merchantId().value());
    values.put("date", request.date());
    if (orders.after() != null) {
      uri.queryParam("cursor", "{cursor}");
      values.put("cursor", Cursors.encode(orders.after()));
    }
    if (orders.text() != null) {
      uri.queryParam("q", "{q}");
      values.put("q", orders.text());
    }
    return HttpRequest.newBuilder(uri.encode().buildAndExpand(values).toUri())
        .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
        .header(HttpHeaders.AUTHORIZATION, request.credential())
        .timeout(properties.timeout())
        .build();
  }

  /** Retries a request that got no response at all, within the timeout. */
  private HttpResponse<byte[]> send(HttpRequest request) {
    long begun = System.nanoTime();
    for (int retries = 0; ; retries++) {
      long left = properties.timeout().toNanos() - (System.nanoTime() - begun);
      CompletableFuture<HttpResponse<byte[]>> response =
          client.sendAsync(request, BodyHandlers.ofByteArray());
      try {
        return response.get(left, TimeUnit.NANOSECONDS);
      } catch (ExecutionException failed) {
        if (retries >= properties.maxRetries() || !(failed.getCause() instanceof IOException)) {
          throw new ReportUnavailable("the candidate does not respond", failed);
        }
      } catch (TimeoutException late) {
        response.cancel(true);
        throw new ReportUnavailable(
            "the candidate does not respond within " + properties.timeout(), late);
      } catch (InterruptedException interrupted) {
        response.cancel(true);
        Thread.currentThread().interrupt();
        throw new ReportUnavailable("this process is stopping", interrupted);
      }
    }
  }

  private Optional<Response> read(HttpResponse<byte[]> response) {
    if (isUnknownMerchant(response)) {
      return Optional.empty();
    }
    if (response.statusCode() == HttpStatus.NOT_FOUND.value()) {
      throw new ReportUnavailable("the address of the candidate serves no reports");
    }
    if (response.statusCode() == HttpStatus.TOO_MANY_REQUESTS.value()) {
      throw new CallerNotServed("the candidate limits the rate of this caller");
    }
    if (response.statusCode() / 100 == 4) {
      throw new Rejected("the candidate rejects the request with status " + response.statusCode());
    }
    if (response.statusCode() != HttpStatus.OK.value()) {
      throw new ReportUnavailable("the candidate responds with status " + response.statusCode());
    }
    return Optional.of(new Response(response.body(), completeTo(response.body())));
  }

  /** A proxy or a wrong address responds with the same status, but not with a problem. */
  private static boolean isUnknownMerchant(HttpResponse<byte[]> response) {
    return response.statusCode() == HttpStatus.NOT_FOUND.value()
        && response
            .headers()
            .firstValue(HttpHeaders.CONTENT_TYPE)
            .filter(it -> it.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE))
            .isPresent();
  }

  /** Reads only the beginning: the field comes before the long ones. */
  private Instant completeTo(byte[] body) {
    try (JsonParser parser = json.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("completeTo")) {
          return Instant.parse(parser.getText());
        }
        parser.skipChildren();
      }
    } catch (IOException | RuntimeException unreadable) {
      throw new ReportUnavailable("the response of the candidate is not a report", unreadable);
    }
    throw new ReportUnavailable("the response of the candidate has no field completeTo");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
