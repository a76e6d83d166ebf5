package dev.mocha.app.cli;

import dev.mocha.app.client.MochaClient;
import dev.mocha.app.embedded.TokenKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running system a command talks to, and by which token. */
final class Server {

  private static final Duration LIFETIME = Duration.ofDays(1);

  @Option(
      names = "--url",
      defaultValue = "http://localhost:8080",
      description = "Where the system runs; ${DEFAULT-VALUE} by default.")
  private URI url;

  @Option(
      names = "--token",
      defaultValue = "${env:MOCHA_TOKEN}",
      description = {
        "A bearer token; that of the variable MOCHA_TOKEN by default. For a system on this machine",
        "with embedded servers none is needed: the command signs one with the key in --data."
      })
  private @Nullable String token;

  @Option(
      names = "--data",
      defaultValue = "./.mocha",
      description = "The folder of the embedded servers, ${DEFAULT-VALUE} by default.")
  private Path data;

  MochaClient client() {
    return new MochaClient(url, token());
  }

  URI url() {
    return url;
  }

  /** Null where none is given and none can be signed. */
  @Nullable String token() {
    return token != null ? token : own(data, url);
  }

  /** Null where there is no key, or the system is elsewhere: it would not take its tokens. */
  static @Nullable String own(Path data, URI url) {
    if (!"localhost".equals(url.getHost()) && !"127.0.0.1".equals(url.getHost())) {
      return null;
    }
    try {
      return TokenKey.find(data)
          .map(
              it ->
                  it.token(
                      System.getProperty("user.name"),
                      List.of("operator", "service"),
                      List.of(),
                      Clock.systemUTC().instant(),
                      LIFETIME))
          .orElse(null);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
