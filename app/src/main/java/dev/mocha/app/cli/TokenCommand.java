package dev.mocha.app.cli;

import dev.mocha.app.embedded.TokenKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mocha token}: a token for a system on embedded servers. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a token for a system on embedded servers, signed with the key in its folder.",
      "Other systems take tokens of their issuer only."
    })
public final class TokenCommand implements Callable<Integer> {

  private static final int LONGEST_HOURS = 720;

  @ArgGroup(multiplicity = "1")
  private Holder holder;

  /** Who the token is for. */
  private static final class Holder {

    @Option(
        names = "--merchant",
        paramLabel = "ID",
        description = "For a merchant; repeat it for one with many outlets.")
    private List<String> merchants = List.of();

    @Option(names = "--role", paramLabel = "ROLE", description = "operator or service.")
    private @Nullable Role role;
  }

  /** Roles other than that of merchants. */
  private enum Role {
    OPERATOR,
    SERVICE
  }

  @Option(
      names = "--hours",
      defaultValue = "12",
      description = "How long it is good, 1 to 720; ${DEFAULT-VALUE} by default.")
  private int hours;

  @Option(
      names = "--data",
      defaultValue = "./.mocha",
      description = "The folder of the embedded servers, ${DEFAULT-VALUE} by default.")
  private Path data;

  @Override
  public Integer call() throws Exception {
    if (hours < 1 || hours > LONGEST_HOURS) {
      throw new IllegalArgumentException("--hours must be 1 to 720");
    }
    TokenKey key =
        TokenKey.find(data)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there are no embedded servers in %s; other systems take tokens of their issuer"
                            .formatted(data)));
    Role role = holder.role;
    System.out.println(
        key.token(
            role == null
                ? String.join(",", holder.merchants)
                : role.name().toLowerCase(Locale.ROOT),
            List.of(role == null ? "merchant" : role.name().toLowerCase(Locale.ROOT)),
            holder.merchants,
            Clock.systemUTC().instant(),
            Duration.ofHours(hours)));
    return 0;
  }
}
