package dev.mocha.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A durable PostgreSQL server that can be killed and started again where it was. */
public final class KillablePostgreSql implements AutoCloseable {

  private final Path folder;
  private final int port;
  private EmbeddedPostgreSql server;

  public KillablePostgreSql(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.server = EmbeddedPostgreSql.start(folder, port);
  }

  /** The addresses of the databases, as the application's configuration. */
  public Map<String, String> properties() {
    return server.properties();
  }

  /** {@code kill -9} of the postmaster; its children end by themselves. */
  public void kill() throws IOException {
    long pid =
        Long.parseLong(
            Files.readAllLines(folder.resolve("postgres").resolve("postmaster.pid"))
                .getFirst()
                .strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    children.forEach(it -> it.onExit().join());
    server.close();
  }

  /** Starts it again after it was killed. */
  public void start() throws IOException {
    server = EmbeddedPostgreSql.start(folder, port);
  }

  @Override
  public void close() {
    server.close();
  }
}
