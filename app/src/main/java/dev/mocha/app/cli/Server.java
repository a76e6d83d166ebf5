package dev.mocha.app.cli;

import dev.mocha.app.client.MochaClient;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running system a command talks to. */
final class Server {

  @Option(
      names = "--url",
      defaultValue = "http://localhost:8080",
      description = "Where the system runs; ${DEFAULT-VALUE} by default.")
  private URI url;

  @Option(names = "--token", description = "A bearer token, where the system asks for one.")
  private @Nullable String token;

  MochaClient client() {
    return new MochaClient(url, token);
  }
}
