package dev.mocha.application.switching;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.switching.ReportPath.CallerNotServed;
import dev.mocha.application.switching.ReportPath.ReportUnavailable;
import dev.mocha.application.switching.ReportPath.Request;
import dev.mocha.application.switching.ReportPath.Response;
import dev.mocha.domain.ordering.MerchantId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Both paths: each gives its responses one after the other, and repeats the last one. */
final class ScriptedPaths {

  static final Request REQUEST =
      new Request(
          new MerchantId("m-1"), LocalDate.of(2018, 7, 26), OrderQuery.first(100), "Bearer x");

  /** What a path does with a request. */
  interface Reply {
    Optional<Response> get();
  }

  private final Deque<Reply> primary = new ArrayDeque<>();
  private final Deque<Reply> candidate = new ArrayDeque<>();

  /** With a clock that stands, and no response that is stale but after a day. */
  final MeasuredPaths measured =
      measured(
          Duration.ofDays(1), Clock.fixed(Instant.parse("2018-07-26T14:00:00Z"), ZoneOffset.UTC));

  MeasuredPaths measured(Duration staleAfter, Clock clock) {
    return new MeasuredPaths(_ -> next(primary), _ -> next(candidate), staleAfter, clock);
  }

  private static Optional<Response> next(Deque<Reply> replies) {
    return (replies.size() > 1 ? replies.removeFirst() : replies.getFirst()).get();
  }

  static Reply responds(String fields, Instant completeTo) {
    return () -> Optional.of(new Response(fields.getBytes(StandardCharsets.UTF_8), completeTo));
  }

  static Reply fails() {
    return () -> {
      throw new ReportUnavailable("no response");
    };
  }

  static Reply refuses() {
    return () -> {
      throw new CallerNotServed("rate limit");
    };
  }

  static Reply knowsNobody() {
    return Optional::empty;
  }

  ScriptedPaths primary(Reply... replies) {
    primary.clear();
    primary.addAll(Arrays.asList(replies));
    return this;
  }

  ScriptedPaths candidate(Reply... replies) {
    candidate.clear();
    candidate.addAll(Arrays.asList(replies));
    return this;
  }

  /** Reads bodies such as {@code a=1,b=2}. */
  static Map<String, String> fields(Response response) {
    return Arrays.stream(new String(response.body(), StandardCharsets.UTF_8).split(","))
        .map(it -> it.split("="))
        .collect(Collectors.toMap(it -> it[0], it -> it[1]));
  }
}
