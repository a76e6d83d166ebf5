package dev.mocha.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code mocha serve} as a process of its own, from the packaged jar. */
final class MochaProcess {

  private static final Pattern READY = Pattern.compile("Mocha is ready at (\\S+) ");
  private static final Duration START = Duration.ofSeconds(90);

  private final Process process;
  private final Path output;

  private MochaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static MochaProcess serve(Map<String, String> environment, String... options) throws IOException {
    Path output = Files.createTempFile("mocha", ".log");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                Path.of("target", "mocha-all.jar").toAbsolutePath().toString(),
                "serve"));
    command.addAll(List.of(options));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new MochaProcess(builder.start(), output);
  }

  Running awaitReady() {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(output());
              }
            })
        .until(() -> READY.matcher(output()).find());
    Matcher ready = READY.matcher(output());
    ready.find();
    return new Running(URI.create(ready.group(1)));
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

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
