package dev.mocha.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code mocha serve} as a process of its own, from the packaged jar. */
final class MochaProcess {

  private static final Pattern READY = Pattern.compile("Mocha is ready at (\\S+) ");
  private static final Path JAR = Path.of("target", "mocha-all.jar").toAbsolutePath();
  private static final Path UNPACKED = Path.of("target", "unpacked").toAbsolutePath();
  private static final Path UNPACKED_JAR = UNPACKED.resolve(JAR.getFileName());
  private static final Path CACHE = UNPACKED.resolve("serve.aot");

  private static boolean prepared;

  private final JavaProcess process;

  private MochaProcess(JavaProcess process) {
    this.process = process;
  }

  static MochaProcess serve(Map<String, String> environment, String... options) throws IOException {
    prepare();
    return serve("-XX:AOTCache=" + CACHE, environment, options);
  }

  /** The jar beside its libraries, as {@code ./mocha} starts it. */
  static Path unpackedJar() throws IOException {
    prepare();
    return UNPACKED_JAR;
  }

  private static MochaProcess serve(
      String cache, Map<String, String> environment, String... options) throws IOException {
    var arguments = new ArrayList<>(List.of(cache, "-jar", UNPACKED_JAR.toString(), "serve"));
    arguments.addAll(List.of(options));
    return new MochaProcess(JavaProcess.start(environment, arguments));
  }

  /**
   * Unpacks the jar, and lets one process show what a start loads: the others then need a third of
   * the processor time. A cache that does not come about costs time and nothing else.
   */
  private static synchronized void prepare() throws IOException {
    if (prepared) {
      return;
    }
    if (isOlder(UNPACKED_JAR)) {
      JavaProcess unpacking =
          JavaProcess.start(
              Map.of(),
              List.of(
                  "-Djarmode=tools",
                  "-jar",
                  JAR.toString(),
                  "extract",
                  "--force",
                  "--destination",
                  UNPACKED.toString()));
      if (unpacking.await() != 0) {
        throw new AssertionError(unpacking.output());
      }
      Files.setLastModifiedTime(UNPACKED_JAR, Files.getLastModifiedTime(JAR));
      Files.deleteIfExists(CACHE);
    }
    if (isOlder(CACHE)) {
      String data = UNPACKED.resolve("data").toString();
      MochaProcess first =
          serve("-XX:AOTCacheOutput=" + CACHE, Map.of(), "--data", data, "--port", "0");
      first.awaitReady();
      first.stop();
    }
    prepared = true;
  }

  private static boolean isOlder(Path made) throws IOException {
    return !Files.exists(made)
        || Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(JAR)) < 0;
  }

  Running awaitReady() {
    return new Running(URI.create(process.awaitOutput(READY).group(1)));
  }

  /** {@code kill -9}. */
  void kill() {
    process.kill();
  }

  /** {@code kill}. */
  int stop() {
    return process.stop();
  }

  /** {@code kill -STOP}: it is frozen, but its connections stay. */
  void stall() throws Exception {
    process.stall();
  }

  /** {@code kill -CONT}. */
  void resume() throws Exception {
    process.resume();
  }

  String output() {
    return process.output();
  }
}
