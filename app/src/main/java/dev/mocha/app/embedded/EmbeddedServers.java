package dev.mocha.app.embedded;

import dev.mocha.application.failures.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL with the databases {@code orders} and {@code reports}, and a Kafka broker, for one
 * process. They listen on the loopback address and keep their data in a folder, also after a crash.
 */
public final class EmbeddedServers implements AutoCloseable {

  private final Path folder;
  private final FileChannel lockFile;
  private final EmbeddedPostgreSql postgres;
  private final EmbeddedKafka kafka;
  private final String hashKey;
  private final TokenKey tokens;

  private EmbeddedServers(
      Path folder,
      FileChannel lockFile,
      EmbeddedPostgreSql postgres,
      EmbeddedKafka kafka,
      String hashKey,
      TokenKey tokens) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.postgres = postgres;
    this.kafka = kafka;
    this.hashKey = hashKey;
    this.tokens = tokens;
  }

  /**
   * Starts both servers.
   *
   * @throws IllegalStateException when another process uses the folder
   */
  public static EmbeddedServers start(Path data, Consumer<String> progress) {
    try {
      Path folder = data.toAbsolutePath().normalize();
      FileChannel lockFile = writable(folder);
      progress.accept("starting PostgreSQL in " + folder.resolve("postgres"));
      EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(folder, 0);
      progress.accept("starting Kafka in " + folder.resolve("kafka"));
      try {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        progress.accept(
            "PostgreSQL listens at %s, Kafka at %s".formatted(postgres.address(), kafka.address()));
        return new EmbeddedServers(
            folder,
            lockFile,
            postgres,
            kafka,
            KeptSecret.in(folder.resolve("streams.hash-key")),
            TokenKey.in(folder));
      } catch (IOException | RuntimeException failed) {
        postgres.close();
        throw failed;
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start the embedded servers in " + data, failed);
    }
  }

  /** The application's configuration: addresses, secrets and files in the data folder. */
  public Map<String, String> properties() {
    var properties = new HashMap<>(postgres.properties());
    properties.put("mocha.kafka.bootstrap-servers", kafka.address());
    properties.put("mocha.streams.hash-key", hashKey);
    properties.putAll(tokens.properties());
    properties.put("mocha.audit.file", folder.resolve("audit.log").toString());
    return properties;
  }

  public TokenKey tokens() {
    return tokens;
  }

  @Override
  public void close() {
    kafka.close();
    postgres.close();
    try {
      lockFile.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static FileChannel writable(Path folder) {
    try {
      return lock(Files.createDirectories(folder));
    } catch (IOException failed) {
      throw new StartFailure(
          "cannot write to the folder %s; choose another with --data".formatted(folder), failed);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new IllegalStateException(
          "another process uses " + folder + "; stop it, or choose another folder with --data");
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }
}
