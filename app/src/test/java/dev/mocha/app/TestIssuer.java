package dev.mocha.app;

import static java.util.stream.Collectors.toMap;

import dev.mocha.app.embedded.TokenKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whose tokens all systems under test take, in this process and in others. */
final class TestIssuer {

  private static final TokenKey KEY = key();

  private TestIssuer() {}

  private static TokenKey key() {
    try {
      Path folder = Files.createTempDirectory("test-issuer");
      return TokenKey.in(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The configuration with which an application accepts its tokens. */
  static Map<String, String> properties() {
    return KEY.properties();
  }

  /** The same as variables of a process's environment. */
  static Map<String, String> environment() {
    return properties().entrySet().stream()
        .collect(
            toMap(
                it -> it.getKey().toUpperCase(Locale.ROOT).replace('.', '_'), Map.Entry::getValue));
  }

  /** A token for everything. */
  static String token() {
    return KEY.token(
        "tests", List.of("operator", "service"), List.of(), Instant.now(), Duration.ofHours(8));
  }

  /** A token of one that has these merchants. */
  static String merchants(String... merchants) {
    return KEY.token(
        "tests", List.of("merchant"), List.of(merchants), Instant.now(), Duration.ofHours(8));
  }
}
