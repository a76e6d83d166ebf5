package dev.mocha.app;

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

/** A process of Java, to be waited for, stalled, stopped and killed. */
final class JavaProcess {

  /** Small and quick to start; the classes of the application are cached for these very options. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx384m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final Duration START = Duration.ofSeconds(90);

  private final Process process;
  private final Path output;

  private JavaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static JavaProcess start(Map<String, String> environment, List<String> arguments)
      throws IOException {
    Path output = Files.createTempFile("mocha", ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new JavaProcess(builder.start(), output);
  }

  /** Returns when the process has printed this. */
  MatchResult awaitOutput(Pattern printed) {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(output());
              }
            })
        .until(() -> printed.matcher(output()).find());
    Matcher matcher = printed.matcher(output());
    matcher.find();
    return matcher.toMatchResult();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** {@code kill}. */
  int stop() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  /** The exit code of a process that ends by itself. */
  int await() {
    return process.onExit().join().exitValue();
  }

  /** {@code kill -STOP}: it is frozen, but its connections stay. */
  void stall() throws Exception {
    signal("-STOP");
  }

  /** {@code kill -CONT}. */
  void resume() throws Exception {
    signal("-CONT");
  }

  private void signal(String signal) throws Exception {
    int exitCode =
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    if (exitCode != 0) {
      throw new AssertionError("kill " + signal + " ends with " + exitCode);
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
