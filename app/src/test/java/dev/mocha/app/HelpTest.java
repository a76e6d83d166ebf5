package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of every command says what it does, and how it is called and ends. */
class HelpTest {

  private static final List<String> SECTIONS =
      List.of("Usage: ./mocha", "Options:", "Examples:", "Exit codes:");

  static Stream<CommandLine> commands() {
    return below(Mocha.commandLine());
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::below));
  }

  @Test
  void examples_and_exit_codes_belong_to_a_command() {
    Set<String> names = commands().map(HelpTest::name).collect(Collectors.toSet());

    assertThat(ResourceBundle.getBundle("help", Locale.ROOT).keySet())
        .filteredOn(it -> it.startsWith("mocha."))
        .allSatisfy(
            it -> assertThat(it.substring(0, it.indexOf(".usage.")).replace('.', ' ')).isIn(names));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_has_a_description_an_example_and_exit_codes(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();

    assertThat(usage.description()).as(name(command)).isNotEmpty();
    assertThat(String.join("\n", usage.footer())).contains("./" + name(command));
    assertThat(usage.exitCodeList()).containsKeys("1", "2");
    assertThat(command.getUsageMessage()).contains(SECTIONS);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_argument_has_a_description(CommandLine command) {
    for (ArgSpec it : command.getCommandSpec().args()) {
      assertThat(String.join("", it.description())).as(name(command) + " " + it).isNotEmpty();
    }
  }

  /** As in {@code --by=NAME}, not picocli's default form {@code --by=<by>}. */
  @ParameterizedTest
  @MethodSource("commands")
  void every_value_has_a_placeholder_in_capitals(CommandLine command) {
    for (ArgSpec it : command.getCommandSpec().args()) {
      if (it.arity().max() > 0) {
        assertThat(it.paramLabel()).as(name(command) + " " + it).matches("[A-Z.]+");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void the_summary_in_the_list_of_commands_is_a_sentence(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().description()[0])
        .as(name(command))
        .endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_default_is_named(CommandLine command) {
    for (OptionSpec it : command.getCommandSpec().options()) {
      if (it.defaultValue() != null && it.arity().max() > 0) {
        assertThat(String.join("", it.description()))
            .as(name(command) + " " + it.longestName())
            .containsIgnoringCase("default");
      }
    }
  }

  @Test
  void the_help_of_a_command_reads_like_a_manual_page() {
    assertThat(
            Objects.requireNonNull(Mocha.commandLine().getSubcommands().get("import"))
                .getUsageMessage()
                .lines()
                .toList())
        .containsExactly(
            "Usage: ./mocha import [-hV] [--data=FOLDER] [--token=TOKEN] [--url=URL] FILE...",
            "",
            "Imports order history into a running system with the role orders.",
            "",
            "A file is NDJSON: one merchant or order a line (docs/adopting.md). Files are imported"
                + " in the given",
            "order; merchants precede their orders. Refused lines are written to"
                + " FILE.rejected.ndjson, each with",
            "its field and reason. A repeated import changes nothing.",
            "",
            "Arguments:",
            "      FILE...         An NDJSON file in UTF-8.",
            "",
            "Options:",
            "      --url=URL       The address of the running system. Default:"
                + " http://localhost:8080.",
            "      --token=TOKEN   The bearer token. Default: the variable MOCHA_TOKEN, or for"
                + " embedded servers",
            "                        on this machine a token signed with the key in --data.",
            "      --data=FOLDER   The data of the embedded servers. Default: ./.mocha.",
            "  -h, --help          Show this help message and exit.",
            "  -V, --version       Print version information and exit.",
            "",
            "Exit codes:",
            "  0   All lines were imported or were known before.",
            "  1   The import did not run or did not finish. Repeat it.",
            "  2   The command line is wrong.",
            "  3   Some lines were refused. The others were imported.",
            "",
            "Examples:",
            "  ./mocha import merchants.ndjson orders.ndjson",
            "  ./mocha import orders.ndjson --url https://orders.example.com --token \"$TOKEN\"");
  }

  @Test
  void a_wrong_command_line_is_one_line_on_standard_error_and_exit_code_2() {
    assertThat(errors(2, "import"))
        .isEqualTo("mocha: Missing required parameter: 'FILE'; see ./mocha import --help\n");
    assertThat(errors(2, "report", "m-0001", "2018-07-26", "--formt=csv"))
        .isEqualTo("mocha: Unknown option: '--formt=csv'; see ./mocha report --help\n");
    assertThat(errors(2)).isEqualTo("mocha: Missing required subcommand; see ./mocha --help\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          report m-0001 2026-13-30            | (DATE)               | must be a date such as 2018-07-26
          rebuild daily-report --rate -1      | '--rate'             | must be 0 to 10000000
          rebuild daily-report --from blah    | '--from'             | must be one of log, event-store
          rebuild daily-report --merchant m-1 | --merchant           | needs --date
          rebuild daily-report --to 2018-07-1 | '--to'               | must be a date such as 2018-07-26
          rebuild daily-report --to 2018-07-01| --date and --to      | need --merchant
          switch set foo                      | (MODE)               | must be one of primary, shadow, ramp, candidate, candidate-only
          switch set ramp --share 500         | '--share'            | must be 0 to 100
          switch set shadow --share 5         | --share              | is for the mode ramp
          switch ramp --share 0               | '--share'            | must be 1 to 100
          switch mismatches --kind foo        | '--kind'             | expected one of [value, missing, boundary, rounding, late]
          reconcile --from foo                | '--from'             | must be a date such as 2018-07-26
          reconcile --from 2018-07-26 --rate 0| '--rate'             | must be 1 to 1000000
          reconcile --from 2018-07-26 --to 2018-07-25 | --to         | must not be before --from
          serve --roles foo                   | '--roles'            | must be one of orders, consumer, reports
          serve --port 99999                  | '--port'             | must be 0 to 65535
          demo --orders -5                    | '--orders'           | must be 1 to 10000000
          token --role foo                    | '--role'             | expected one of [operator, service]
          token --role service --hours 0      | '--hours'            | must be 1 to 720
          """)
  void a_wrong_value_is_refused_with_its_name_and_what_it_may_be(
      String command, String name, String rule) {
    assertThat(errors(2, command.split(" ")))
        .contains(name, rule)
        .startsWith("mocha: ")
        .endsWith(" --help\n")
        .hasLineCount(1);
  }

  @Test
  void a_failure_is_one_line_on_standard_error_and_exit_code_1() {
    assertThat(errors(1, "report", "m-0001", "2018-07-26", "--url", "http://localhost:1"))
        .isEqualTo(
            "mocha: no system answers at http://localhost:1; start one with ./mocha serve, or give"
                + " --url\n");
    assertThat(errors(1, "import", "no-such-file"))
        .isEqualTo("mocha: no-such-file: no such file\n");
    assertThat(errors(1, "import", "src")).isEqualTo("mocha: src: is a folder; name a file\n");
    assertThat(errors(2, "report", "m-0001", "2018-07-26", "--output", "src"))
        .isEqualTo("mocha: --output src is a folder; name a file; see ./mocha report --help\n");
  }

  @Test
  void a_failed_start_says_in_one_line_what_to_change() {
    assertThat(errors(1, "serve", "--data", "/proc/x"))
        .isEqualTo("mocha: cannot write to the folder /proc/x; choose another with --data\n");
    var configured =
        Map.of(
            "mocha.postgres.orders.url", "jdbc:postgresql://localhost:1/orders?password=secret",
            "mocha.postgres.orders.username", "someone",
            "mocha.kafka.bootstrap-servers", "localhost:1",
            "mocha.security.issuer", "http://localhost:1");
    configured.forEach(System::setProperty);
    try {
      assertThat(errors(1, "serve", "--roles", "orders", "--port", "0"))
          .startsWith(
              "mocha: cannot connect to the database orders at jdbc:postgresql://localhost:1/orders"
                  + " as someone: Connection to localhost:1 refused.")
          .endsWith("; see mocha.postgres.orders.url, username and password\n")
          .doesNotContain("secret");
      System.setProperty("mocha.postgres.orders.pool-size", "1");
      assertThat(errors(1, "serve", "--roles", "orders", "--port", "0"))
          .isEqualTo("mocha: mocha.postgres.orders.pool-size must be 2 to 100\n");
      System.setProperty("mocha.postgres.orders.pool-size", "many");
      assertThat(errors(1, "serve", "--roles", "orders", "--port", "0"))
          .isEqualTo(
              "mocha: mocha.postgres.orders.pool-size has the wrong type; see"
                  + " docs/configuration.md\n");
    } finally {
      configured.keySet().forEach(System::clearProperty);
      System.clearProperty("mocha.postgres.orders.pool-size");
    }
  }

  private static String errors(int exitCode, String... command) {
    var errors = new StringWriter();

    assertThat(Mocha.commandLine().setErr(new PrintWriter(errors)).execute(command))
        .isEqualTo(exitCode);
    return errors.toString();
  }
}
