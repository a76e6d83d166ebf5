package samples.asking.domain;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Asks for everything that a decider must be given. */
final class Asking {

  Instant now() {
    return Instant.now();
  }

  Supplier<Instant> nowLater() {
    return Instant::now;
  }

  LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  Instant given(Clock clock) {
    return clock.instant();
  }

  ZoneId here() {
    return ZoneId.systemDefault();
  }

  UUID id() {
    return UUID.randomUUID();
  }

  double chance() {
    return Math.random();
  }

  Object generator() {
    return new Random();
  }

  String environment() {
    return System.getenv("MOCHA");
  }

  String property() {
    return System.getProperty("mocha");
  }

  boolean flag() {
    return Boolean.getBoolean("mocha");
  }

  long millis() {
    return System.currentTimeMillis();
  }

  long nanos() {
    return System.nanoTime();
  }

  Instant parsing() {
    return Instant.parse("2026-01-01T00:00:00Z");
  }
}
