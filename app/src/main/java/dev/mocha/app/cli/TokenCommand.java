package dev.mocha.app.cli;

import dev.mocha.app.embedded.TokenKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mocha token}: a token for a system on embedded servers. */
@Command(
    name = "token",
    description = {
      "Prints a token for a system on embedded servers, signed with the key in --data.",
      "",
      "Systems on real servers accept tokens of their issuer only (docs/security.md)."
    })
public final class TokenCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private Holder holder;

  /** Who the token is for. */
  private static final class Holder {

    @Option(
        names = "--merchant",
        paramLabel = "ID",
        description = "The merchant of the token. Repeat it for several merchants.")
    private List<String> merchants = List.of();

    @Option(names = "--role", paramLabel = "ROLE", description = "operator or service.")
    private @Nullable Role role;
  }

  /** The roles besides merchant. */
  private enum Role {
    operator,
    service
  }

  private static final class Hours extends OptionTypes.Range {
    Hours() {
      super(1, 720);
    }
  }

  @Option(
      names = "--hours",
      defaultValue = "12",
      converter = Hours.class,
      paramLabel = "HOURS",
      description = "The lifetime of the token, 1 to 720. Default: ${DEFAULT-VALUE}.")
  private int hours;

  @Option(
      names = "--data",
      defaultValue = "./.mocha",
      paramLabel = "FOLDER",
      description = "The data of the embedded servers. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Override
  public Integer call() throws Exception {
    TokenKey key =
        TokenKey.find(data)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "%s holds no data of embedded servers; give their folder with --data"
                            .formatted(data)));
    Role role = holder.role;
    System.out.println(
        key.token(
            role == null ? String.join(",", holder.merchants) : role.name(),
            List.of(role == null ? "merchant" : role.name()),
            holder.merchants,
            Clock.systemUTC().instant(),
            Duration.ofHours(hours)));
    return 0;
  }
}
