package dev.mocha.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code mocha serve} as a process of its own, from the packaged jar. */
final class MochaProcess {

  private static final Pattern READY = Pattern.compile("Mocha is ready at (\\S+) ");
  private static final Path JAR = Path.of("target", "mocha-all.jar").toAbsolutePath();
  private static final Path UNPACKED = Path.of("target", "unpacked").toAbsolutePath();
  private static final Path UNPACKED_JAR = UNPACKED.resolve(JAR.getFileName());
  private static final Path CACHE = UNPACKED.resolve("serve.aot");

  private final JavaProcess process;

  private MochaProcess(JavaProcess process) {
    this.process = process;
  }

  /** Starts quickly, by a cache of classes: for tests that start many processes. */
  static MochaProcess serve(Map<String, String> environment, String... options) throws IOException {
    cache();
    return serve(List.of("-XX:AOTCache=" + CACHE), environment, options);
  }

  /** For tests that start one process: the cache costs more than one start. */
  static MochaProcess serveOnce(Map<String, String> environment, String... options)
      throws IOException {
    unpack();
    return serve(List.of(), environment, options);
  }

  /** The jar beside its libraries, as {@code ./mocha} starts it. */
  static Path unpackedJar() throws IOException {
    unpack();
    return UNPACKED_JAR;
  }

  private static MochaProcess serve(
      List<String> cache, Map<String, String> environment, String... options) throws IOException {
    return new MochaProcess(
        JavaProcess.start(
            environment,
            Stream.of(cache, List.of("-jar", UNPACKED_JAR.toString(), "serve"), List.of(options))
                .flatMap(List::stream)
                .toList()));
  }

  private static synchronized void unpack() throws IOException {
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
  }

  /**
   * Lets one process show what a start loads: the others then need a third of the processor time. A
   * cache that does not come about costs time and nothing else.
   */
  private static synchronized void cache() throws IOException {
    unpack();
    if (isOlder(CACHE)) {
      String data = UNPACKED.resolve("data").toString();
      MochaProcess first =
          serve(List.of("-XX:AOTCacheOutput=" + CACHE), Map.of(), "--data", data, "--port", "0");
      first.awaitReady();
      first.stop();
    }
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

  /** {@code kill -STOP}: it does nothing, but its connections stay. */
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
