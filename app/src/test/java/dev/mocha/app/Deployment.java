package dev.mocha.app;

import dev.mocha.app.embedded.Broker;
import dev.mocha.app.embedded.KillablePostgreSql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Mocha in its roles, each in a process of its own: the main service, which answers reports too,
 * and two consumers, on a PostgreSQL and a broker that can be killed as well.
 */
final class Deployment implements AutoCloseable {

  private static final Pattern BROKER_READY = Pattern.compile(Pattern.quote(Broker.READY));

  final KillablePostgreSql postgres;
  private final Path folder;
  private final String brokerAddress = "127.0.0.1:" + freePort();
  private final String controllerAddress = "127.0.0.1:" + freePort();
  private final Map<String, String> properties;
  private final MochaProcess[] consumers;
  private JavaProcess broker;
  private MochaProcess main;

  Deployment(Path folder) throws IOException {
    this.folder = folder;
    this.postgres = new KillablePostgreSql(folder, freePort());
    this.broker = startedBroker();
    this.properties = new HashMap<>(postgres.properties());
    properties.putAll(TestIssuer.properties());
    properties.put("mocha.kafka.bootstrap-servers", brokerAddress);
    properties.put("mocha.kafka.consumer.session-timeout", "6s");
    properties.put("mocha.streams.hash-key", "a secret that only these tests know");
    properties.put("mocha.postgres.orders.pool-size", "8");
    properties.put("mocha.postgres.reports.pool-size", "8");
    this.main = startedMain();
    main.awaitReady();
    this.consumers = new MochaProcess[] {startedConsumer(), startedConsumer()};
    awaitConsumers();
  }

  private JavaProcess startedBroker() throws IOException {
    return JavaProcess.start(
        Map.of(),
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Broker.class.getName(),
            folder.resolve("kafka").toString(),
            brokerAddress,
            controllerAddress));
  }

  private MochaProcess startedMain() throws IOException {
    return MochaProcess.serve(environment(), "--roles", "orders,reports", "--port", "0");
  }

  private MochaProcess startedConsumer() throws IOException {
    return MochaProcess.serve(environment(), "--roles", "consumer", "--port", "0");
  }

  private Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    properties.forEach(
        (key, value) ->
            environment.put(
                key.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""), value));
    return environment;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Running main() {
    return main.awaitReady();
  }

  MochaProcess consumer(int number) {
    return consumers[number];
  }

  /** Returns when both consumers have started. */
  void awaitConsumers() {
    for (MochaProcess consumer : consumers) {
      consumer.awaitReady();
    }
  }

  PublishedRecords log() {
    return new PublishedRecords(brokerAddress);
  }

  /** Asks the reports database, also for what no interface shows. */
  JdbcClient reports() {
    return JdbcClient.create(
        new DriverManagerDataSource(
            properties.getOrDefault("mocha.postgres.reports.url", ""),
            properties.getOrDefault("mocha.postgres.reports.username", ""),
            properties.getOrDefault("mocha.postgres.reports.password", "")));
  }

  void killConsumers() {
    for (MochaProcess consumer : consumers) {
      consumer.kill();
    }
  }

  void startConsumers() throws IOException {
    for (int number = 0; number < consumers.length; number++) {
      startConsumer(number);
    }
    awaitConsumers();
  }

  Reconciliation reconciliation() {
    return new Reconciliation(properties, log());
  }

  void killMain() {
    main.kill();
  }

  void startMain() throws IOException {
    main = startedMain();
    main.awaitReady();
  }

  void killBroker() {
    broker.kill();
  }

  void startBroker() throws IOException {
    broker = startedBroker();
    broker.awaitOutput(BROKER_READY);
  }

  /** Starts a consumer in the place of one that has ended. */
  void startConsumer(int number) throws IOException {
    consumers[number] = startedConsumer();
  }

  @Override
  public void close() {
    for (MochaProcess consumer : consumers) {
      consumer.kill();
    }
    main.kill();
    broker.kill();
    postgres.close();
  }
}
