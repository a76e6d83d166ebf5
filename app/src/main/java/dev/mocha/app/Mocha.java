package dev.mocha.app;

import dev.mocha.app.cli.BenchmarkCommand;
import dev.mocha.app.cli.DeadLettersCommand;
import dev.mocha.app.cli.DemoCommand;
import dev.mocha.app.cli.GenerationsCommand;
import dev.mocha.app.cli.ImportCommand;
import dev.mocha.app.cli.OptionTypes;
import dev.mocha.app.cli.RebuildCommand;
import dev.mocha.app.cli.ReconcileCommand;
import dev.mocha.app.cli.ReconciliationsCommand;
import dev.mocha.app.cli.ReportCommand;
import dev.mocha.app.cli.RollbackCommand;
import dev.mocha.app.cli.ServeCommand;
import dev.mocha.app.cli.StreamsCommand;
import dev.mocha.app.cli.SwitchCommand;
import dev.mocha.app.cli.TokenCommand;
import dev.mocha.application.failures.StartFailure;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
    name = "mocha",
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Serves the order report of a merchant for a day without load on the main service's"
          + " database.",
      "",
      "Start with `./mocha demo`. Commands that call a running system take --url and --token."
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

  /** Without this property Axon asks for updates on the network. */
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
    useRootLocale();
    System.setProperty(UPDATE_CHECKER_DISABLED, "true");
    int exitCode = commandLine().execute(args);
    if (exitCode != ServeCommand.KEEPS_RUNNING) {
      System.exit(exitCode);
    }
  }

  /**
   * Kafka and PostgreSQL get formatted numbers, such as the names of Kafka's files, and cannot read
   * the digits of every locale. The pages format in the locale of the request.
   */
  private static void useRootLocale() {
    Locale.setDefault(Locale.ROOT);
  }

  static CommandLine commandLine() {
    return OptionTypes.register(new CommandLine(new Mocha()))
        .setResourceBundle(ResourceBundle.getBundle("help", Locale.ROOT))
        .setCaseInsensitiveEnumValuesAllowed(true)
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
    while (cause.getCause() != null && !(cause instanceof StartFailure)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return cause instanceof FileSystemException file && file.getReason() == null
        ? message + ": " + reason(file)
        : message;
  }

  /** Java's exceptions of these classes have the file as their message. */
  private static String reason(FileSystemException failed) {
    return switch (failed) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "access is denied";
      case FileAlreadyExistsException _ -> "is a file, not a folder";
      case DirectoryNotEmptyException _ -> "is a folder";
      default -> failed.getClass().getSimpleName();
    };
  }
}
