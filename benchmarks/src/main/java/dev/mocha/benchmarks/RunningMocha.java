package dev.mocha.benchmarks;

import dev.mocha.app.benchmarking.LoadGenerator;
import dev.mocha.app.client.HistoryFile;
import dev.mocha.app.client.MochaClient;
import dev.mocha.app.demo.SimulatedDay;
import dev.mocha.app.embedded.TokenKey;
import dev.mocha.app.wiring.MochaApplication;
import dev.mocha.app.wiring.MochaApplication.Options;
import dev.mocha.application.process.Role;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.LogEndOffsets;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * The application with all roles on embedded servers with durable commits, as started by {@code
 * mocha serve}, in its own folder. Relay and consumer can be held, so that a backlog grows.
 */
final class RunningMocha implements AutoCloseable {

  private static final String DATA = "data";
  private static final Duration CATCH_UP = Duration.ofMinutes(20);

  /** The business day of the first {@link #nextDay}. */
  static final LocalDate FIRST_DAY = LocalDate.of(2018, 1, 1);

  private final ConfigurableApplicationContext context;
  private final Path folder;
  private final String token;
  private final JdbcClient orders;
  private final JdbcClient reports;
  private int days;

  private RunningMocha(ConfigurableApplicationContext context, Path folder) throws IOException {
    this.context = context;
    this.folder = folder;
    this.token =
        TokenKey.in(folder.resolve(DATA))
            .token(
                "benchmarks",
                List.of("operator", "service"),
                List.of(),
                Instant.now(),
                Duration.ofDays(1));
    this.orders = session("orders");
    this.reports = session("reports");
  }

  /** Starts it and registers the merchants. */
  static RunningMocha start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mocha-benchmarks");
    // The last to register is the first to run: the servers use their folder until they have ended.
    SpringApplication.getShutdownHandlers().add(() -> delete(folder));
    Path streams = Files.createDirectory(folder.resolve("streams"));
    Files.copy(
        RunningMocha.class.getResourceAsStream("/streams-measured/readings.yaml"),
        streams.resolve("readings.yaml"));
    System.setProperty("mocha.streams.directory", streams.toString());
    System.setProperty("mocha.streams.threads", "2");
    var mocha =
        new RunningMocha(
            MochaApplication.start(
                new Options(Role.ALL, 0, folder.resolve(DATA), List.of()), System.err::println),
            folder);
    Path merchants = folder.resolve("merchants.ndjson");
    Files.write(merchants, new SimulatedDay(FIRST_DAY, 1, SampleOrders.MERCHANTS, 0).merchants());
    mocha.send(merchants);
    return mocha;
  }

  URI address() {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A token with every role. */
  String token() {
    return token;
  }

  LoadGenerator load(int connections) {
    return new LoadGenerator(address(), token, connections);
  }

  MochaClient client() {
    return new MochaClient(address(), token);
  }

  /** The database {@code orders} or {@code reports}, without a pool. */
  DataSource database(String name) {
    var environment = context.getEnvironment();
    String prefix = "mocha.postgres." + name;
    return new DriverManagerDataSource(
        environment.getRequiredProperty(prefix + ".url"),
        environment.getRequiredProperty(prefix + ".username"),
        environment.getRequiredProperty(prefix + ".password"));
  }

  /** One connection that stays open. */
  JdbcClient session(String name) {
    try {
      return JdbcClient.create(
          new SingleConnectionDataSource(database(name).getConnection(), true));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  String brokers() {
    return context.getEnvironment().getRequiredProperty("mocha.kafka.bootstrap-servers");
  }

  <T> T component(Class<T> type) {
    return context.getBean(type);
  }

  Path dataFolder() {
    return folder.resolve(DATA);
  }

  Path postgresFolder() {
    return dataFolder().resolve("postgres");
  }

  /** A file with the history of the next day. */
  Path nextDay(int orderCount) throws IOException {
    Path file = folder.resolve("day-%d.ndjson".formatted(days));
    var day = new SimulatedDay(FIRST_DAY.plusDays(days++), 1, SampleOrders.MERCHANTS, orderCount);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      day.orders(
          line -> {
            try {
              writer.write(line + "\n");
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    }
    return file;
  }

  /** Imports a file as {@code mocha import} does. */
  HistoryFile.Result send(Path file) throws IOException, InterruptedException {
    var result = new HistoryFile(client(), file, _ -> {}).send();
    if (result.refused() > 0) {
      throw new IllegalStateException(result.refused() + " lines of " + file + " were refused");
    }
    Files.delete(file);
    return result;
  }

  void holdRelay() {
    lifecycle("outboxRelayTask").stop();
  }

  void releaseRelay() {
    lifecycle("outboxRelayTask").start();
  }

  /** Stops the consumer of the report and of the streams. */
  void holdConsumer() {
    lifecycle("streams").stop();
    lifecycle("generationStreamsTask").stop();
  }

  void releaseConsumer() {
    lifecycle("generationStreamsTask").start();
    lifecycle("streams").start();
  }

  SmartLifecycle lifecycle(String name) {
    return context.getBean(name, SmartLifecycle.class);
  }

  /** Empties the report tables: a held consumer then begins at the beginning of the log. */
  void forgetReports() {
    String live = liveGeneration();
    reports
        .sql("TRUNCATE %1$s.orders, %1$s.refunds, %1$s.days, %1$s.sealed_days".formatted(live))
        .update();
    for (String table : List.of("stream_offsets", "stream_counts")) {
      reports.sql("DELETE FROM %s WHERE stream = ?".formatted(table)).param(live).update();
    }
  }

  String liveGeneration() {
    return reports.sql("SELECT generation FROM live_generations").query(String.class).single();
  }

  /** The number of stored events. */
  long stored() {
    return orders.sql("SELECT count(*) FROM events").query(Long.class).single();
  }

  /** The number of events that the log has acknowledged since the start. */
  long published() {
    return (long)
        context.getBean(MeterRegistry.class).get("mocha.relay.published").counter().count();
  }

  /**
   * The number of records before these ends that are in the reports. Watermarks after the ends do
   * not count.
   */
  long consumed(Map<LogPartition, Long> ends) {
    return reports
        .sql("SELECT topic, partition, next_offset FROM stream_offsets WHERE stream = ?")
        .param(liveGeneration())
        .query(
            (row, _) ->
                Math.min(
                    row.getLong("next_offset"),
                    ends.getOrDefault(
                        new LogPartition(row.getString("topic"), row.getInt("partition")), 0L)))
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The end offsets of the log's partitions, watermarks included. */
  Map<LogPartition, Long> ends() {
    return component(LogEndOffsets.class).now();
  }

  /** The number of records before these ends. */
  static long records(Map<LogPartition, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns when every stored event is published and in the reports. */
  void awaitReports() {
    long stored = stored();
    await("everything is published", () -> published() >= stored);
    Map<LogPartition, Long> ends = ends();
    long goal = records(ends);
    await("everything is in the reports", () -> consumed(ends) >= goal);
  }

  /** Waits at a negligible cost. */
  static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + CATCH_UP.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("not reached after " + CATCH_UP + ": " + what);
      }
      pause(Duration.ofMillis(50));
    }
  }

  /**
   * Waits until a count has risen by an amount. The time until the count first rises, and what it
   * rises by then, do not count.
   *
   * @return the rise a second
   */
  static double perSecond(LongSupplier count, long before, long backlog) {
    await("the work begins", () -> count.getAsLong() > before);
    long first = count.getAsLong();
    long begun = System.nanoTime();
    long last = first;
    while (last < before + backlog) {
      pause(Duration.ofMillis(10));
      last = count.getAsLong();
    }
    return (last - first) / ((System.nanoTime() - begun) / 1e9);
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Stops it. The servers stop and their data are deleted when the process ends. */
  @Override
  public void close() {
    context.close();
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException failed) {
      System.err.println("could not delete " + folder);
    }
  }
}
