package dev.mocha.kafka;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;

/** A Kafka broker that all tests of a process share, each with topics of its own. */
public final class TestBroker {

  /** Partitions of a topic of orders. */
  public static final int PARTITIONS = 3;

  private static final String ADDRESS = start();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestBroker() {}

  /** Topics and a consumer group that nobody else uses. */
  public static KafkaProperties freshTopics() {
    KafkaProperties properties = unmadeTopics();
    Topics.ensure(properties);
    return properties;
  }

  /** The same, but the topic of orders takes no record larger than this. */
  public static KafkaProperties freshTopics(int maxMessageBytes) {
    KafkaProperties properties = unmadeTopics();
    var topic =
        new NewTopic(properties.topics().orders(), 1, (short) 1)
            .configs(Map.of("max.message.bytes", Integer.toString(maxMessageBytes)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", ADDRESS))) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
    Topics.ensure(properties);
    return properties;
  }

  /** The same, but these topics, which are made, are open to other services. */
  public static KafkaProperties open(KafkaProperties it, Set<String> topics) {
    var properties =
        new KafkaProperties(
            it.bootstrapServers(),
            it.properties(),
            it.topics(),
            it.relay(),
            new KafkaProperties.Ingest(topics, null),
            it.consumer());
    Topics.ensure(properties);
    return properties;
  }

  /** Names of topics that are not there. */
  public static KafkaProperties unmadeTopics() {
    return topicsAt(ADDRESS);
  }

  /** Names of topics of a broker that is not there. */
  public static KafkaProperties nowhere() {
    return topicsAt("127.0.0.1:1");
  }

  private static KafkaProperties topicsAt(String address) {
    String name = "test-" + NUMBER.incrementAndGet();
    return new KafkaProperties(
        address,
        Map.of("metadata.max.age.ms", "1000"),
        new KafkaProperties.Topics(
            name + ".orders", name + ".merchants", PARTITIONS, (short) -1, Duration.ofMillis(-1)),
        new KafkaProperties.Relay("/mocha/orders", URI.create("http://schemas.example/log"), true),
        new KafkaProperties.Ingest(null, null),
        new KafkaProperties.Consumer(
            name, 1, 100, Duration.ofSeconds(6), null, 1 << 20, 10_000, 3));
  }

  /** The same, where another service writes the watermarks. */
  public static KafkaProperties withWatermarksOfOthers(KafkaProperties it) {
    return new KafkaProperties(
        it.bootstrapServers(),
        it.properties(),
        it.topics(),
        new KafkaProperties.Relay(it.relay().source(), it.relay().schemas(), false),
        it.ingest(),
        it.consumer());
  }

  /** Drops what stands before an offset, as the broker does with what is too old. */
  public static void dropBefore(LogPartition partition, long offset) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", ADDRESS))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(partition.topic(), partition.partition()),
                  RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Everything in a topic by now, partition after partition. */
  public static List<ConsumerRecord<String, byte[]>> read(String topic) {
    Map<String, Object> configuration =
        Map.of("bootstrap.servers", ADDRESS, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .sorted(java.util.Comparator.comparing(TopicPartition::partition))
              .toList();
      var records = new ArrayList<ConsumerRecord<String, byte[]>>();
      for (TopicPartition partition : partitions) {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < end) {
          consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
      }
      return records;
    }
  }

  private static String start() {
    try {
      Path folder = Files.createTempDirectory("mocha-test-broker");
      String address = "127.0.0.1:" + freePort();
      Properties properties = properties(folder, address, "127.0.0.1:" + freePort());
      format(folder, properties);
      var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
      server.startup();
      Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
      return address;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
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
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("log.cleaner.dedupe.buffer.size", "8388608");
    return properties;
  }

  private static void format(Path folder, Properties properties) throws IOException {
    Path file = folder.resolve("server.properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, "for formatting only");
    }
    var said = new ByteArrayOutputStream();
    String[] command = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    if (StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IOException(said.toString(StandardCharsets.UTF_8));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
