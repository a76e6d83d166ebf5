package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.client.MochaClient;
import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinitions;
import dev.mocha.application.streaming.StreamDefinitions.Checked;
import dev.mocha.application.streaming.TableStatements;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mocha streams}: checks and shows streams from topics to tables. */
@Command(
    name = "streams",
    description = "Checks and shows streams from topics to tables (see docs/streams.md).")
public final class StreamsCommand implements Callable<Integer> {
  private static final String PATH = "/api/v1/streams";
  private static final String LINE = "%-24s %-8s %14s %12s %10s %12s %8s%n";

  @Override
  public Integer call() {
    System.err.println("give a command: check, ddl or status (see mocha streams --help)");
    return 2;
  }

  @Command(
      name = "check",
      description = "Checks definitions of streams and lists all problems. Needs no server.")
  int check(
      @Parameters(
              arity = "0..*",
              paramLabel = "FILE",
              description = "Files with definitions; by default all configured ones.")
          @Nullable List<Path> files) {
    try (var offline = MochaApplication.offline()) {
      var definitions = offline.getBean(StreamDefinitions.class);
      List<Checked> checked =
          files == null ? definitions.all() : files.stream().map(definitions::check).toList();
      for (Checked file : checked) {
        file.definition()
            .ifPresent(
                it ->
                    System.out.printf(
                        "%s: valid: %s into %s%n",
                        file.file(), String.join(", ", it.topics()), it.table()));
        file.problems().forEach(it -> System.out.println(file.file() + ": " + it));
      }
      return checked.stream().allMatch(it -> it.problems().isEmpty()) ? 0 : 1;
    }
  }

  @Command(
      name = "ddl",
      description = "Prints the SQL that creates the table of a stream. Needs no server.")
  void ddl(@Parameters(paramLabel = "NAME", description = "The name of the stream.") String name) {
    try (var offline = MochaApplication.offline()) {
      Map<String, StreamDefinition> valid =
          offline.getBean(StreamDefinitions.class).all().stream()
              .flatMap(it -> it.definition().stream())
              .collect(
                  Collectors.toMap(
                      StreamDefinition::name, it -> it, (first, _) -> first, LinkedHashMap::new));
      StreamDefinition stream = valid.get(name);
      if (stream == null) {
        throw new IllegalArgumentException(
            "there is no valid definition of a stream %s; valid names: %s"
                .formatted(name, String.join(", ", valid.keySet())));
      }
      System.out.print(offline.getBean(TableStatements.class).create(stream));
    }
  }

  @Command(
      name = "status",
      description = {
        "Shows the streams of a running system.",
        "",
        "Per stream: state, records read, lag, rate, dead letters, and the minutes of the log with"
            + " other events than were applied."
      })
  void status(
      @Option(
              names = "--partitions",
              description = "Also shows the offset and the end offset of each partition.")
          boolean partitions,
      @Mixin Server server)
      throws Exception {
    MochaClient client = server.client();
    JsonNode before = client.get(PATH);
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(1);
    JsonNode now = client.get(PATH);
    print(before, now, (System.nanoTime() - start) / 1e9, partitions);
  }

  /**
   * Prints the table of two answers of the server.
   *
   * @param seconds between them
   */
  private static void print(JsonNode before, JsonNode now, double seconds, boolean partitions) {
    Map<String, Long> read = new HashMap<>();
    before.get("streams").forEach(it -> read.put(it.get("name").asText(), sum(it, "offset")));
    System.out.printf(
        LINE, "stream", "state", "read", "lag", "per second", "dead letters", "differ");
    for (JsonNode stream : now.get("streams")) {
      String name = stream.get("name").asText();
      long offset = sum(stream, "offset");
      System.out.printf(
          LINE,
          name,
          stream.get("state").asText(),
          number(offset),
          number(sum(stream, "lag")),
          number(Math.round((offset - read.getOrDefault(name, offset)) / seconds)),
          number(stream.get("deadLetters").asLong()),
          number(stream.get("differences").asLong()));
      if (stream.hasNonNull("reason")) {
        System.out.println("  " + stream.get("reason").asText());
      }
      if (partitions) {
        stream.get("partitions").forEach(StreamsCommand::printPartition);
      }
    }
  }

  private static void printPartition(JsonNode it) {
    System.out.printf(
        LINE,
        Fields.text("  %s-%d", it, "topic", "partition"),
        "",
        number(it.get("offset").asLong()) + " of " + number(it.get("endOffset").asLong()),
        number(it.get("lag").asLong()),
        "",
        "",
        "");
  }

  private static long sum(JsonNode stream, String field) {
    return stream.get("partitions").valueStream().mapToLong(it -> it.get(field).asLong()).sum();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
