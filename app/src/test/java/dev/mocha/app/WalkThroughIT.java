package dev.mocha.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The way from a topic to a table that docs/streams.md shows, by its own files and commands. Only
 * the address and the script that starts the jar are others.
 */
@Execution(ExecutionMode.CONCURRENT)
class WalkThroughIT {

  private static final Path DOCUMENT = Path.of("..", "docs", "streams.md");

  private static final Pattern BLOCK =
      Pattern.compile("<!-- (run|serve|sql|file: (\\S+)) -->\n```\\w+\n(.*?)```", Pattern.DOTALL);

  private static final Pattern OPTION = Pattern.compile("-D\\S+");
  private static final Pattern SELECT = Pattern.compile("-c \"(SELECT .*?)\"");

  @TempDir private Path folder;

  /** The blocks of this kind, in their order. */
  private static List<MatchResult> blocks(String kind) throws IOException {
    return BLOCK
        .matcher(Files.readString(DOCUMENT))
        .results()
        .filter(it -> it.group(1).startsWith(kind))
        .toList();
  }

  @Test
  void a_topic_of_another_service_fills_a_table() throws Exception {
    for (MatchResult file : blocks("file")) {
      Path path = folder.resolve(file.group(2));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(3));
    }
    starter();
    List<MatchResult> commands = blocks("run");

    assertThat(shell(commands.get(0).group(3), "nowhere"))
        .isEqualTo(
            """
            readings.yaml: valid: house.readings into house.readings
            CREATE SCHEMA IF NOT EXISTS "house";
            CREATE TABLE IF NOT EXISTS "house"."readings" (
              "thermometer" text COLLATE "C" NOT NULL,
              "number" bigint NOT NULL,
              "taken_at" timestamptz NOT NULL,
              "celsius" numeric NOT NULL,
              "room" text NOT NULL,
              "owner" text,
              PRIMARY KEY ("thermometer")
            );
            """);

    MochaProcess mocha =
        MochaProcess.serve(
            Map.of("JAVA_TOOL_OPTIONS", options(blocks("serve").getFirst().group(3))),
            "--port",
            "0",
            "--data",
            folder.resolve(".mocha").toString());
    try {
      Running running = mocha.awaitReady();
      assertThat(shell(commands.get(1).group(3), running.address().toString()))
          .containsPattern("readings +RUNNING");
      String select = matched(SELECT, blocks("sql").getFirst().group(3)).group(1);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(rows(select)).isEqualTo(shown()));
    } finally {
      mocha.stop();
    }
  }

  /** The rows that the document shows. */
  private static List<String> shown() throws IOException {
    return Files.readString(DOCUMENT)
        .lines()
        .filter(it -> it.matches("     (attic|cellar) .*"))
        .map(it -> String.join("|", it.strip().split(" *\\| *")))
        .toList();
  }

  /** What the query finds in the table, written as psql writes it. */
  private List<String> rows(String select) throws IOException {
    List<String> server = Files.readAllLines(folder.resolve(".mocha/postgres/postmaster.pid"));
    var reports =
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:%s/reports".formatted(server.get(3).strip()),
            "mocha",
            Files.readString(folder.resolve(".mocha/postgres.password")).strip());
    return JdbcClient.create(reports)
        .sql("SELECT * FROM (%s) AS shown".formatted(select))
        .query(
            (row, _) -> {
              var values = new ArrayList<String>();
              for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                values.add(row.getString(column));
              }
              return String.join("|", values);
            })
        .list();
  }

  /** Stands for ./mocha, which would search for sources to build. */
  private void starter() throws IOException {
    Path starter = folder.resolve("mocha");
    Files.writeString(
        starter,
        "#!/bin/sh\nexec %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${JAVA_OPTS:-} -jar %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                MochaProcess.unpackedJar()));
    assertThat(starter.toFile().setExecutable(true)).isTrue();
  }

  private String options(String commands) {
    return String.join(
        " ",
        OPTION
            .matcher(commands.replace("house/", folder + "/house/"))
            .results()
            .map(it -> it.group().replace("\"", ""))
            .toList());
  }

  private String shell(String commands, String address) throws Exception {
    String script =
        "set -e\n"
            + commands
                .replace("./mocha streams status", "./mocha streams status --url " + address)
                .replace("http://localhost:8080", address);
    Path output = Files.createTempFile(folder, "shell", ".out");
    Path errors = Files.createTempFile(folder, "shell", ".err");
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(output) + read(errors)).isZero();
    return Files.readString(output);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher;
  }
}
