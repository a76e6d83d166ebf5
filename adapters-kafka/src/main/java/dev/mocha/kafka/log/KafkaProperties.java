package dev.mocha.kafka.log;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The log, under {@code mocha.kafka}.
 *
 * @param bootstrapServers addresses of brokers, {@code host:port}, comma-separated; required
 * @param properties passed unchanged to every Kafka client, for example for security; none by
 *     default
 * @param topics the topics of order and merchant events, created at start if missing
 * @param relay the outbox relay
 * @param ingest events of other services
 * @param consumer the log consumer
 */
@ConfigurationProperties("mocha.kafka")
public record KafkaProperties(
    String bootstrapServers,
    @DefaultValue Map<String, String> properties,
    @DefaultValue Topics topics,
    @DefaultValue Relay relay,
    @DefaultValue Ingest ingest,
    @DefaultValue Consumer consumer) {

  /**
   * The topics, keyed by merchant id.
   *
   * @param orders name of the topic of order events; {@code mocha.orders} by default
   * @param merchants name of the topic of merchant events; {@code mocha.merchants} by default
   * @param partitions of a new topic, 1 to 1,000; 12 by default
   * @param replicationFactor of a new topic; -1, the default, for the broker's default
   * @param retention of a new topic; -1 ms, the default, keeps all records, so that projections can
   *     be rebuilt from them
   */
  public record Topics(
      @DefaultValue("mocha.orders") String orders,
      @DefaultValue("mocha.merchants") String merchants,
      @DefaultValue("12") int partitions,
      @DefaultValue("-1") short replicationFactor,
      @DefaultValue("-1ms") Duration retention) {

    public Topics {
      require(partitions >= 1 && partitions <= 1_000, "topics.partitions must be 1 to 1,000");
    }
  }

  /**
   * The outbox relay.
   *
   * @param source the CloudEvents source attribute, a URI; {@code /mocha/orders} by default
   * @param schemas the address that events name their schemas below; {@code
   *     http://127.0.0.1:8080/api/v1/schemas} by default
   * @param watermarks whether Mocha writes watermarks from its event store; true by default. Set it
   *     to false where another service writes the topics and their watermarks
   */
  public record Relay(
      @DefaultValue("/mocha/orders") String source,
      @DefaultValue("http://127.0.0.1:8080/api/v1/schemas") URI schemas,
      @DefaultValue("true") boolean watermarks) {}

  /**
   * Events of other services.
   *
   * @param topics that other services may append to, created at start if missing; the topics of
   *     order and merchant events by default
   * @param schemas a folder with the schemas of their events, {@code TYPE/REVISION.json}; none by
   *     default
   */
  public record Ingest(@Nullable Set<String> topics, @Nullable Path schemas) {}

  public Set<String> ingestTopics() {
    Set<String> given = ingest.topics();
    return given == null ? Set.of(topics.orders(), topics.merchants()) : Set.copyOf(given);
  }

  /**
   * The log consumer.
   *
   * @param group the prefix of the consumer groups; {@code mocha-daily-report} by default
   * @param threads that share the partitions in this process, 1 to 64; 2 by default
   * @param batchSize the most records of a transaction, 1 to 50,000; 4,000 by default
   * @param sessionTimeout after which the group removes a member without heartbeats, 1 s to 5 min;
   *     10 s by default
   * @param instanceId makes the members of this process static members of their groups, so that a
   *     quick restart moves no partitions; unique for each process; none by default
   * @param fetchMaxBytes the most bytes that a thread fetches ahead, 64 KiB to 1 GiB; 16 MiB by
   *     default
   * @param maxRecordBytes the most bytes of the value of a record, 1 KiB to 64 MiB; a record with a
   *     larger value becomes a dead letter; 1 MiB by default
   * @param maxBlockedSequences how many sequences of a stream dead letters may block before its
   *     partitions stop, 0 to 1,000,000; 1,000 by default
   */
  public record Consumer(
      @DefaultValue("mocha-daily-report") String group,
      @DefaultValue("2") int threads,
      @DefaultValue("4000") int batchSize,
      @DefaultValue("10s") Duration sessionTimeout,
      @Nullable String instanceId,
      @DefaultValue("16777216") int fetchMaxBytes,
      @DefaultValue("1048576") int maxRecordBytes,
      @DefaultValue("1000") int maxBlockedSequences) {

    public Consumer {
      require(threads >= 1 && threads <= 64, "consumer.threads must be 1 to 64");
      require(batchSize >= 1 && batchSize <= 50_000, "consumer.batch-size must be 1 to 50,000");
      require(
          sessionTimeout.toSeconds() >= 1 && sessionTimeout.toMinutes() <= 5,
          "consumer.session-timeout must be 1s to 5m");
      require(
          fetchMaxBytes >= 1 << 16 && fetchMaxBytes <= 1 << 30,
          "consumer.fetch-max-bytes must be 65,536 to 1,073,741,824");
      require(
          maxRecordBytes >= 1 << 10 && maxRecordBytes <= 1 << 26,
          "consumer.max-record-bytes must be 1,024 to 67,108,864");
      require(
          maxBlockedSequences >= 0 && maxBlockedSequences <= 1_000_000,
          "consumer.max-blocked-sequences must be 0 to 1,000,000");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("mocha.kafka." + message);
    }
  }
}
