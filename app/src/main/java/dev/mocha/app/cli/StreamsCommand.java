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

/** {@code mocha streams}: streams of topics into tables, by configuration. */
@Command(
    name = "streams",
    mixinStandardHelpOptions = true,
    description = "Streams of topics into tables, by configuration (see docs/streams.md).",
    subcommands = {
      StreamsCommand.Check.class,
      StreamsCommand.Ddl.class,
      StreamsCommand.StatusOf.class
    })
public final class StreamsCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.err.println("mocha streams check | ddl NAME | status; --help tells more");
    return 2;
  }

  /** {@code mocha streams check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Checks definitions, without any server, and tells everything that is wrong.",
        "Exit code 0 when nothing is, 1 when something is."
      })
  static final class Check implements Callable<Integer> {

    @Parameters(
        arity = "0..*",
        paramLabel = "FILE",
        description = "Files of definitions; all that are configured by default.")
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
                      "%s: sound: %s into %s%n",
                      file.file(), String.join(", ", it.topics()), it.table()));
      file.problems().forEach(it -> System.out.println(file.file() + ": " + it));
    }
  }

  /** {@code mocha streams ddl}. */
  @Command(
      name = "ddl",
      mixinStandardHelpOptions = true,
      description = "Prints the statements that make the table of a stream, without any server.")
  static final class Ddl implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "NAME", description = "The stream.")
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
                .orElseThrow(() -> new IllegalArgumentException(noSuch(files)));
        System.out.print(offline.getBean(TableStatements.class).create(stream));
        return 0;
      }
    }

    private String noSuch(List<Checked> files) {
      return "there is no sound definition of a stream %s; there are %s"
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
      description = "Shows how far the streams of a running system are, and how fast they go on.")
  static final class StatusOf implements Callable<Integer> {

    private static final String PATH = "/api/v1/streams";

    @Option(
        names = "--partitions",
        description = "Shows each partition, with its position and its end.")
    private boolean partitions;

    @Mixin private Server server;

    @Override
    public Integer call() throws Exception {
      MochaClient client = server.client();
      JsonNode before = client.get(PATH);
      long begun = System.nanoTime();
      TimeUnit.SECONDS.sleep(1);
      JsonNode now = client.get(PATH);
      System.out.print(StreamTable.of(before, now, (System.nanoTime() - begun) / 1e9, partitions));
      return 0;
    }
  }
}
