package dev.mocha.app.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Gives the help of all commands one layout: synopsis, description, arguments, options, examples,
 * exit codes. A command's footer holds its examples; it names only exit codes of its own.
 */
public final class ManPage {

  private static final int WIDTH = 100;

  private static final Map<String, String> EXIT_CODES =
      Map.of(
          "0", "The command succeeded.",
          "1", "The command failed. The reason is on standard error.",
          "2", "The command line is wrong.");

  private ManPage() {}

  /** Formats the help of a command and of all commands below it. */
  public static CommandLine format(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage
        .width(WIDTH)
        .sortOptions(false)
        .synopsisHeading("Usage: ./")
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading("%nExamples:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes(usage.exitCodeList()));
    command
        .getSubcommands()
        .values()
        .forEach(
            it -> {
              it.getCommandSpec().versionProvider(command.getCommandSpec().versionProvider());
              format(it);
            });
    return command;
  }

  private static Map<String, String> exitCodes(Map<String, String> own) {
    var all = new TreeMap<String, String>(Comparator.comparing(Integer::valueOf));
    all.putAll(EXIT_CODES);
    all.putAll(own);
    return new LinkedHashMap<>(all);
  }
}
