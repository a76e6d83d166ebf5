package dev.mocha.http.switching;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportEncoder;
import dev.mocha.application.switching.ReportPath;
import dev.mocha.http.reporting.Cursors;
import dev.mocha.http.web.Paths;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
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
 * The new path: the role {@code reports} over HTTP, by the caller's own token. What it costs when
 * that service is slow or gone is bounded: the time of an answer, the requests at once, the tries,
 * and after many failures nothing is asked for a while.
 */
public final class CandidateReports implements ReportPath, AutoCloseable {

  private final Supplier<@Nullable URI> address;
  private final CandidateProperties limits;
  private final ObjectMapper json;
  private final HttpClient client;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;

  /**
   * @param address of the service, asked for again and again; null where there is none
   */
  public CandidateReports(
      Supplier<@Nullable URI> address, CandidateProperties limits, ObjectMapper json) {
    this.address = address;
    this.limits = limits;
    this.json = json;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.connectTimeout())
            .build();
    this.breaker =
        CircuitBreaker.of(
            "reports",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(limits.breakerWindow())
                .minimumNumberOfCalls(limits.breakerWindow())
                .failureRateThreshold(50)
                .waitDurationInOpenState(limits.breakerPause())
                .permittedNumberOfCallsInHalfOpenState(Math.min(5, limits.breakerWindow()))
                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                .build());
    this.bulkhead =
        Bulkhead.of(
            "reports",
            BulkheadConfig.custom()
                .maxConcurrentCalls(limits.concurrent())
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  /** An answer that shows that both do not understand each other, but that the service is there. */
  private static final class NotServed extends Unavailable {
    private static final long serialVersionUID = 1;

    NotServed(String reason) {
      super(reason);
    }
  }

  /** There is no new path to move anything to. */
  public static final class NoNewPath extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoNewPath() {
      super(
          "no address of the role reports is configured: set mocha.switching.reports.url, or give"
              + " this process the role");
    }
  }

  /**
   * Refuses what needs somebody to ask.
   *
   * @throws NoNewPath when there is nobody
   */
  void requireAddress() {
    if (address.get() == null) {
      throw new NoNewPath();
    }
  }

  /** Whether nothing is asked for a while, after many failures. */
  public boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  @Override
  public Optional<Answer> ask(Question question) {
    URI base = address.get();
    if (base == null) {
      throw new Unavailable("no address of the reports service is configured");
    }
    HttpRequest request = request(base, question);
    if (!bulkhead.tryAcquirePermission()) {
      throw new Unavailable("the reports service is asked by too many at once");
    }
    try {
      if (!breaker.tryAcquirePermission()) {
        throw new Unavailable("the reports service has failed often and is not asked for a while");
      }
      return guarded(request);
    } finally {
      bulkhead.onComplete();
    }
  }

  private Optional<Answer> guarded(HttpRequest request) {
    long begun = System.nanoTime();
    try {
      Optional<Answer> answer = read(send(request, begun));
      breaker.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      return answer;
    } catch (RuntimeException failed) {
      if (failed instanceof Refused || failed instanceof NotServed) {
        breaker.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      } else {
        breaker.onError(System.nanoTime() - begun, TimeUnit.NANOSECONDS, failed);
      }
      throw failed;
    }
  }

  private HttpRequest request(URI base, Question question) {
    OrderQuery orders = question.orders();
    var uri = UriComponentsBuilder.fromUri(base).path(Paths.DAILY_REPORTS + "/{date}");
    var values = new HashMap<String, Object>();
    if (orders.limit() == 0) {
      uri.queryParam("orders", "none");
    } else if (orders.limit() != ReportEncoder.FIRST_ORDERS) {
      uri.queryParam("limit", "{limit}");
      values.put("limit", orders.limit());
    }
    orders.statuses().forEach(it -> uri.queryParam("status", it.name()));
    values.put("merchantId", question.merchantId().value());
    values.put("date", question.date());
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
        .header(HttpHeaders.AUTHORIZATION, question.credential())
        .timeout(limits.timeout())
        .build();
  }

  /** Tries again where no answer came at all, while there is time. */
  private HttpResponse<byte[]> send(HttpRequest request, long begun) {
    for (int tries = 0; ; tries++) {
      long left = limits.timeout().toNanos() - (System.nanoTime() - begun);
      CompletableFuture<HttpResponse<byte[]>> response =
          client.sendAsync(request, BodyHandlers.ofByteArray());
      try {
        return response.get(left, TimeUnit.NANOSECONDS);
      } catch (ExecutionException failed) {
        if (tries >= limits.retries() || !(failed.getCause() instanceof IOException)) {
          throw new Unavailable("the reports service does not answer", failed);
        }
      } catch (TimeoutException late) {
        response.cancel(true);
        throw new Unavailable("the reports service does not answer in time", late);
      } catch (InterruptedException interrupted) {
        response.cancel(true);
        Thread.currentThread().interrupt();
        throw new Unavailable("this process ends", interrupted);
      }
    }
  }

  private Optional<Answer> read(HttpResponse<byte[]> response) {
    if (isUnknownMerchant(response)) {
      return Optional.empty();
    }
    if (response.statusCode() == HttpStatus.NOT_FOUND.value()) {
      throw new Unavailable("the address of the reports service knows no reports");
    }
    if (response.statusCode() == HttpStatus.TOO_MANY_REQUESTS.value()) {
      throw new Refused("the reports service is asked too often by this caller");
    }
    if (response.statusCode() / 100 == 4) {
      throw new NotServed("the reports service refuses with " + response.statusCode());
    }
    if (response.statusCode() != HttpStatus.OK.value()) {
      throw new Unavailable("the reports service answers " + response.statusCode());
    }
    return Optional.of(new Answer(response.body(), completeTo(response.body())));
  }

  /** Of a server on the way, or at a wrong address, the same status says nothing of merchants. */
  private static boolean isUnknownMerchant(HttpResponse<byte[]> response) {
    return response.statusCode() == HttpStatus.NOT_FOUND.value()
        && response
            .headers()
            .firstValue(HttpHeaders.CONTENT_TYPE)
            .filter(it -> it.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE))
            .isPresent();
  }

  /** It stands before anything that is long. */
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
      throw new Unavailable("the reports service answers what is no report", unreadable);
    }
    throw new Unavailable("the reports service does not say what its answer is complete to");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
