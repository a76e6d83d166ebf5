package dev.mocha.app;

import dev.mocha.app.embedded.Broker;
import dev.mocha.app.embedded.KillablePostgreSql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A company that moves its report traffic: the main service, a consumer and the reports service in
 * processes of their own, and a PostgreSQL server for each side.
 */
final class SwitchedDeployment implements AutoCloseable {

  private static final Pattern BROKER_READY = Pattern.compile(Pattern.quote(Broker.READY));

  /** A gate that advances within seconds, and times that a slow machine does not reach. */
  private static final Map<String, String> QUICK =
      Map.of(
          "mocha.switching.gate.steps", "25,100",
          "mocha.switching.gate.min-duration", "2s",
          "mocha.switching.gate.min-comparisons", "60",
          "mocha.switching.gate.min-match-rate", "0.9",
          "mocha.switching.gate.min-requests", "40",
          "mocha.switching.gate.acceptable-latency", "2s",
          "mocha.switching.comparisons-per-second", "40",
          "mocha.switching.sample-rate", "40",
          "mocha.switching.stale-after", "5s",
          "mocha.switching.candidate.breaker-pause", "1s");

  final KillablePostgreSql ordersDatabase;
  final KillablePostgreSql reportsDatabase;
  private final Map<String, String> properties;
  private final String reportsPort = String.valueOf(freePort());
  private final List<String> brokerArguments;
  private JavaProcess broker;
  private final MochaProcess main;
  private MochaProcess consumer;
  private MochaProcess reports;

  SwitchedDeployment(Path folder) throws IOException {
    this.ordersDatabase =
        new KillablePostgreSql(Files.createDirectory(folder.resolve("of-orders")), freePort());
    this.reportsDatabase =
        new KillablePostgreSql(Files.createDirectory(folder.resolve("of-reports")), freePort());
    String brokerAddress = "127.0.0.1:" + freePort();
    this.brokerArguments =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Broker.class.getName(),
            folder.resolve("kafka").toString(),
            brokerAddress,
            "127.0.0.1:" + freePort());
    this.broker = JavaProcess.start(Map.of(), brokerArguments);
    this.properties = new HashMap<>(QUICK);
    properties.putAll(TestIssuer.properties());
    copy(ordersDatabase, "mocha.postgres.orders.");
    copy(reportsDatabase, "mocha.postgres.reports.");
    properties.put("mocha.kafka.bootstrap-servers", brokerAddress);
    properties.put("mocha.streams.hash-key", "a secret that only these tests know");
    properties.put("mocha.postgres.orders.pool-size", "8");
    properties.put("mocha.postgres.reports.pool-size", "8");
    properties.put("mocha.switching.candidate.url", "http://127.0.0.1:" + reportsPort);
    broker.awaitOutput(BROKER_READY);
    this.main = serve("orders", "0");
    main.awaitReady();
    this.consumer = serve("consumer", "0");
    consumer.awaitReady();
    this.reports = serve("reports", reportsPort);
    reports.awaitReady();
  }

  private void copy(KillablePostgreSql server, String prefix) {
    server
        .properties()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                properties.put(key, value);
              }
            });
  }

  private MochaProcess serve(String role, String port) throws IOException {
    var environment = new HashMap<String, String>();
    properties.forEach(
        (key, value) ->
            environment.put(
                key.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""), value));
    return MochaProcess.serve(environment, "--roles", role, "--port", port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The main service, which merchants' apps use. */
  Running main() {
    return main.awaitReady();
  }

  /** The candidate. */
  Running reports() {
    return reports.awaitReady();
  }

  /** The database of the candidate. */
  JdbcClient reportTables() {
    return JdbcClient.create(
        new DriverManagerDataSource(
            properties.getOrDefault("mocha.postgres.reports.url", ""),
            properties.getOrDefault("mocha.postgres.reports.username", ""),
            properties.getOrDefault("mocha.postgres.reports.password", "")));
  }

  /** The consumer, which also repairs days. */
  Running consumer() {
    return consumer.awaitReady();
  }

  /** Another main service beside the first, which ends with its test. */
  MochaProcess anotherMain() throws IOException {
    return serve("orders", "0");
  }

  void killBroker() {
    broker.kill();
  }

  void startBroker() throws IOException {
    broker = JavaProcess.start(Map.of(), brokerArguments);
    broker.awaitOutput(BROKER_READY);
  }

  void killReports() {
    reports.kill();
  }

  void startReports() throws IOException {
    reports = serve("reports", reportsPort);
    reports.awaitReady();
  }

  void killConsumer() {
    consumer.kill();
  }

  void startConsumer() throws IOException {
    consumer = serve("consumer", "0");
    consumer.awaitReady();
  }

  @Override
  public void close() {
    reports.kill();
    consumer.kill();
    main.kill();
    broker.kill();
    ordersDatabase.close();
    reportsDatabase.close();
  }
}
