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

/** The running system that a command calls, and the token that it sends. */
final class Server {

  private static final Duration LIFETIME = Duration.ofDays(1);

  @Option(
      names = "--url",
      defaultValue = "http://localhost:8080",
      paramLabel = "URL",
      description = "The address of the running system. Default: ${DEFAULT-VALUE}.")
  private URI url;

  @Option(
      names = "--token",
      defaultValue = "${env:MOCHA_TOKEN}",
      paramLabel = "TOKEN",
      description =
          "The bearer token. Default: the variable MOCHA_TOKEN, or for embedded servers on this"
              + " machine a token signed with the key in --data.")
  private @Nullable String token;

  @Option(
      names = "--data",
      defaultValue = "./.mocha",
      paramLabel = "FOLDER",
      description = "The data of the embedded servers. Default: ${DEFAULT-VALUE}.")
  private Path data;

  MochaClient client() {
    return new MochaClient(url, token());
  }

  URI url() {
    return url;
  }

  /** The given token, or a signed one; null if there is neither. */
  @Nullable String token() {
    return token != null ? token : own(data, url);
  }

  /**
   * A token signed with the key in a folder; null without a key or for another machine's system.
   */
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
