package dev.mocha.app.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker in this process, which is its own controller. Kafka has no public API to embed a
 * broker: this class uses the two classes behind Kafka's start and format scripts.
 */
record EmbeddedKafka(KafkaRaftServer server, String address) implements AutoCloseable {

  static EmbeddedKafka start(Path folder) throws IOException {
    return start(folder, "127.0.0.1:" + freePort(), "127.0.0.1:" + freePort());
  }

  /** Starts a broker on these addresses of broker and controller. */
  static EmbeddedKafka start(Path folder, String address, String controller) throws IOException {
    Files.createDirectories(folder);
    Properties properties = properties(folder, address, controller);
    format(folder, properties);
    var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
    return new EmbeddedKafka(server, address);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Properties properties(Path folder, String address, String controller) {
    var properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@" + controller);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
    properties.put("advertised.listeners", "PLAINTEXT://" + address);
    properties.put("log.dirs", folder.resolve("data").toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("log.cleaner.dedupe.buffer.size", "8388608");
    properties.put("log.cleaner.io.buffer.size", "131072");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    return properties;
  }

  /** Formats a new folder. A folder keeps its cluster id. */
  private static void format(Path folder, Properties properties) throws IOException {
    if (Files.exists(folder.resolve("data").resolve("meta.properties"))) {
      return;
    }
    Path file = folder.resolve("server.properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, "used for formatting only");
    }
    var output = new ByteArrayOutputStream();
    int exitCode =
        StorageTool.execute(
            new String[] {
              "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
            },
            new PrintStream(output, true, StandardCharsets.UTF_8));
    if (exitCode != 0) {
      throw new IOException(
          "cannot format the folder of Kafka, %s: ".formatted(folder)
              + output.toString(StandardCharsets.UTF_8));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
