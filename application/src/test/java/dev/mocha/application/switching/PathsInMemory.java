package dev.mocha.application.switching;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.switching.ReportPath.Answer;
import dev.mocha.application.switching.ReportPath.Question;
import dev.mocha.application.switching.ReportPath.Refused;
import dev.mocha.application.switching.ReportPath.Unavailable;
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

/** Both paths: each says one thing after the other, the last again and again. */
final class PathsInMemory {

  static final Question QUESTION =
      new Question(
          new MerchantId("m-1"), LocalDate.of(2018, 7, 26), OrderQuery.first(100), "Bearer x");

  /** What a path says. */
  interface Said {
    Optional<Answer> get();
  }

  private final Deque<Said> old = new ArrayDeque<>();
  private final Deque<Said> young = new ArrayDeque<>();
  final MeasuredPaths measured =
      new MeasuredPaths(
          _ -> next(old),
          _ -> next(young),
          Duration.ofDays(1),
          Clock.fixed(Instant.parse("2018-07-26T14:00:00Z"), ZoneOffset.UTC));

  Optional<Answer> ofOld() {
    return next(old);
  }

  Optional<Answer> ofYoung() {
    return next(young);
  }

  private static Optional<Answer> next(Deque<Said> said) {
    return (said.size() > 1 ? said.removeFirst() : said.getFirst()).get();
  }

  static Said says(String fields, Instant completeTo) {
    return () -> Optional.of(new Answer(fields.getBytes(StandardCharsets.UTF_8), completeTo));
  }

  static Said fails() {
    return () -> {
      throw new Unavailable("no answer");
    };
  }

  static Said refuses() {
    return () -> {
      throw new Refused("too often");
    };
  }

  static Said knowsNobody() {
    return Optional::empty;
  }

  PathsInMemory old(Said... said) {
    old.clear();
    old.addAll(Arrays.asList(said));
    return this;
  }

  PathsInMemory young(Said... said) {
    young.clear();
    young.addAll(Arrays.asList(said));
    return this;
  }

  /** Of bodies such as {@code a=1,b=2}. */
  static Map<String, String> fields(Answer answer) {
    return Arrays.stream(new String(answer.body(), StandardCharsets.UTF_8).split(","))
        .map(it -> it.split("="))
        .collect(Collectors.toMap(it -> it[0], it -> it[1]));
  }
}
