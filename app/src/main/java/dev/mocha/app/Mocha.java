package dev.mocha.app;

import dev.mocha.app.cli.BenchmarkCommand;
import dev.mocha.app.cli.DeadLettersCommand;
import dev.mocha.app.cli.DemoCommand;
import dev.mocha.app.cli.GenerationsCommand;
import dev.mocha.app.cli.ImportCommand;
import dev.mocha.app.cli.ManPage;
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
    description = {
      "Serves the order report of a merchant for a day without load on the main service's"
          + " database.",
      "",
      "Start with `./mocha demo`. Commands that call a running system take --url and --token."
    },
    footer = {
      "  ./mocha demo                                          # a simulated day, then live orders",
      "  ./mocha report m-0001 2018-07-26                      # a report in the terminal",
      "  ./mocha serve --roles orders,consumer --port 8081     # some roles only",
      "  ./mocha import --help                                 # the help of a command"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Mocha.Version.class,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ImportCommand.class,
      ReportCommand.class,
      RebuildCommand.class,
      GenerationsCommand.class,
      RollbackCommand.class,
      SwitchCommand.class,
      BenchmarkCommand.class,
      ReconcileCommand.class,
      ReconciliationsCommand.class,
      StreamsCommand.class,
      DeadLettersCommand.class,
      TokenCommand.class
    })
public final class Mocha {

  /** Without this property Axon looks for updates on the network. */
  private static final String UPDATE_CHECKER_DISABLED = "axoniq.update-checker.disabled";

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Mocha.class.getPackage().getImplementationVersion();
      return new String[] {"mocha " + (version == null ? "(from sources)" : version)};
    }
  }

  private Mocha() {}

  /** Runs a command and exits with its code. A server keeps the process running. */
  public static void main(String... args) {
    System.setProperty(UPDATE_CHECKER_DISABLED, "true");
    int exitCode = commandLine().execute(args);
    if (exitCode != ServeCommand.KEEPS_RUNNING) {
      System.exit(exitCode);
    }
  }

  static CommandLine commandLine() {
    return ManPage.format(new CommandLine(new Mocha()).setCaseInsensitiveEnumValuesAllowed(true))
        .setParameterExceptionHandler(
            (wrong, _) -> {
              CommandLine command = wrong.getCommandLine();
              String name = command.getCommandSpec().qualifiedName();
              printError(command, wrong.getMessage() + "; see ./" + name + " --help");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, command, _) -> {
              printError(command, rootMessage(failure));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static void printError(CommandLine command, String message) {
    command.getErr().println("mocha: " + message.replaceAll("\\s+", " "));
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
