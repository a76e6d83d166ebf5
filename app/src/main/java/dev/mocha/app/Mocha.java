package dev.mocha.app;

import dev.mocha.app.cli.BenchmarkCommand;
import dev.mocha.app.cli.DeadLettersCommand;
import dev.mocha.app.cli.DemoCommand;
import dev.mocha.app.cli.GenerationsCommand;
import dev.mocha.app.cli.ImportCommand;
import dev.mocha.app.cli.RebuildCommand;
import dev.mocha.app.cli.ReconcileCommand;
import dev.mocha.app.cli.ReconciliationsCommand;
import dev.mocha.app.cli.ReportCommand;
import dev.mocha.app.cli.RollbackCommand;
import dev.mocha.app.cli.ServeCommand;
import dev.mocha.app.cli.StreamsCommand;
import dev.mocha.app.cli.SwitchCommand;
import dev.mocha.app.cli.TokenCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "mocha",
    description =
        "The complete order report of a merchant for a day, off the main service's database.",
    mixinStandardHelpOptions = true,
    versionProvider = Mocha.Version.class,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ImportCommand.class,
      ReportCommand.class,
      DeadLettersCommand.class,
      StreamsCommand.class,
      RebuildCommand.class,
      GenerationsCommand.class,
      RollbackCommand.class,
      SwitchCommand.class,
      BenchmarkCommand.class,
      ReconcileCommand.class,
      ReconciliationsCommand.class,
      TokenCommand.class
    })
public final class Mocha {

  /** Axon looks for updates on the network unless it is told not to. */
  private static final String UPDATE_CHECKER_DISABLED = "axoniq.update-checker.disabled";

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Mocha.class.getPackage().getImplementationVersion();
      return new String[] {"mocha " + (version == null ? "(from sources)" : version)};
    }
  }

  private Mocha() {}

  /** Runs a command and ends with its exit code; a server goes on until it is stopped. */
  public static void main(String... args) {
    System.setProperty(UPDATE_CHECKER_DISABLED, "true");
    int exitCode = commandLine().execute(args);
    if (exitCode != ServeCommand.GOES_ON) {
      System.exit(exitCode);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Mocha())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, commandLine, _) -> {
              commandLine.getErr().println("mocha: " + rootMessage(failure));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
