package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.MochaClient;
import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinitions;
import dev.mocha.application.streaming.StreamDefinitions.Checked;
import dev.mocha.application.streaming.TableStatements;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha streams}: checks and shows streams from topics to tables. */
@Command(
    name = "streams",
    mixinStandardHelpOptions = true,
    description = "Checks and shows streams from topics to tables (see docs/streams.md).",
    subcommands = {
      StreamsCommand.Check.class,
      StreamsCommand.Ddl.class,
      StreamsCommand.Status.class
    })
public final class StreamsCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.err.println("give a command: check, ddl or status (see mocha streams --help)");
    return 2;
  }

  /** {@code mocha streams check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Checks definitions of streams and lists all problems. Needs no server.",
        "Example: mocha streams check streams/merchants.yaml",
        "Exit code: 0 if all are valid, 1 if one is not."
      })
  static final class Check implements Callable<Integer> {

    @Parameters(
        arity = "0..*",
        paramLabel = "FILE",
        description = "Files with definitions; by default all configured ones.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
      try (var offline = MochaApplication.offline()) {
        var definitions = offline.getBean(StreamDefinitions.class);
        List<Checked> checked =
            files.isEmpty() ? definitions.all() : files.stream().map(definitions::check).toList();
        checked.forEach(Check::print);
        return checked.stream().allMatch(it -> it.problems().isEmpty()) ? 0 : 1;
      }
    }

    private static void print(Checked file) {
      file.definition()
          .ifPresent(
              it ->
                  System.out.printf(
                      "%s: valid: %s into %s%n",
                      file.file(), String.join(", ", it.topics()), it.table()));
      file.problems().forEach(it -> System.out.println(file.file() + ": " + it));
    }
  }

  /** {@code mocha streams ddl}. */
  @Command(
      name = "ddl",
      mixinStandardHelpOptions = true,
      description = {
        "Prints the SQL that creates the table of a stream. Needs no server.",
        "Example: mocha streams ddl merchants"
      })
  static final class Ddl implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the stream.")
    private String name;

    @Override
    public Integer call() {
      try (var offline = MochaApplication.offline()) {
        List<Checked> files = offline.getBean(StreamDefinitions.class).all();
        StreamDefinition stream =
            files.stream()
                .flatMap(it -> it.definition().stream())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(files)));
        System.out.print(offline.getBean(TableStatements.class).create(stream));
        return 0;
      }
    }

    private String unknown(List<Checked> files) {
      return "there is no valid definition of a stream %s; valid names: %s"
          .formatted(
              name,
              files.stream()
                  .flatMap(it -> it.definition().stream())
                  .map(StreamDefinition::name)
                  .collect(Collectors.joining(", ")));
    }
  }

  /** {@code mocha streams status}. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = {
        "Shows the streams of a running system: state, records read, lag, rate, dead letters, and",
        "the minutes of the log with other events than were applied.",
        "Example: mocha streams status --partitions"
      })
  static final class Status implements Callable<Integer> {

    private static final String PATH = "/api/v1/streams";

    @Option(
        names = "--partitions",
        description = "Also shows the offset and the end offset of each partition.")
    private boolean partitions;

    @Mixin private Server server;

    @Override
    public Integer call() throws Exception {
      MochaClient client = server.client();
      JsonNode before = client.get(PATH);
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(1);
      JsonNode now = client.get(PATH);
      System.out.print(StreamTable.of(before, now, (System.nanoTime() - start) / 1e9, partitions));
      return 0;
    }
  }
}
