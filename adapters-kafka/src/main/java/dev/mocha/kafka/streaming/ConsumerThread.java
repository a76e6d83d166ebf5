package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.LogPartition;
import dev.mocha.application.streaming.ReadPositions;
import dev.mocha.application.streaming.ReadPositions.Overtaken;
import dev.mocha.application.streaming.ReadPositions.Unavailable;
import dev.mocha.kafka.KafkaProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member of the consumer group. Everything happens on its own thread, rebalances too. */
final class ConsumerThread implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerThread.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> kafka;
  private final List<String> topics;
  private final ReadPositions positions;
  private final LogConsumer owner;
  private final BatchApplier applier;
  private final ConsumerMeters meters;
  private final Thread thread;

  /** Assigned partitions whose stored position is not known yet, or is to be read again. */
  private final Set<TopicPartition> unpositioned = new HashSet<>();

  /** Assigned partitions that stand still at a record. */
  private final Set<TopicPartition> stopped = new HashSet<>();

  private boolean announced;
  private Duration pause = FIRST_PAUSE;
  private volatile boolean finishing;

  ConsumerThread(
      int number,
      KafkaProperties properties,
      ReadPositions positions,
      RecordDecoder decoder,
      LogConsumer owner,
      ConsumerMeters meters) {
    this.kafka = new KafkaConsumer<>(configuration(number, properties));
    this.topics = List.of(properties.topics().orders(), properties.topics().merchants());
    this.positions = positions;
    this.owner = owner;
    this.meters = meters;
    this.applier = new BatchApplier(positions, decoder, owner::deliver, this::stop, meters);
    this.thread = Thread.ofPlatform().name("log-consumer-" + number).unstarted(this::run);
  }

  private static Map<String, Object> configuration(int number, KafkaProperties properties) {
    var consumer = properties.consumer();
    int session = Math.toIntExact(consumer.sessionTimeout().toMillis());
    var configuration = new HashMap<String, Object>(properties.properties());
    configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "mocha-log-consumer-" + number);
    configuration.put(ConsumerConfig.GROUP_ID_CONFIG, consumer.group());
    configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    configuration.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, consumer.batchSize());
    configuration.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    configuration.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 3);
    return configuration;
  }

  void start() {
    thread.start();
  }

  /** Asks the thread to end after the batch at hand. */
  void finish() {
    finishing = true;
    kafka.wakeup();
  }

  void await() {
    try {
      if (!thread.join(DRAIN)) {
        LOG.warn("{} has not ended within {}", thread.getName(), DRAIN);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (kafka) {
      kafka.subscribe(topics, this);
      while (!finishing) {
        try {
          turn();
        } catch (WakeupException asked) {
          LOG.debug("woken up");
        } catch (OffsetOutOfRangeException lost) {
          lost.offsetOutOfRangePartitions()
              .forEach(
                  (partition, offset) ->
                      stop(
                          LogPartitions.of(partition),
                          offset,
                          "the log does not hold this position any more",
                          lost));
        } catch (RuntimeException failed) {
          putOff(failed);
        }
      }
    } catch (RuntimeException | Error failed) {
      LOG.error("{} ended with an error; its partitions go to others", thread.getName(), failed);
      owner.unavailable(thread.getName() + " has ended: " + failed);
    }
    LOG.info("{} has ended", thread.getName());
  }

  private void turn() {
    position();
    var polled = new ArrayList<ConsumerRecord<String, byte[]>>();
    kafka.poll(POLL).forEach(polled::add);
    polled.removeIf(it -> isHeld(new TopicPartition(it.topic(), it.partition())));
    if (!polled.isEmpty()) {
      apply(polled);
    }
  }

  private void apply(List<ConsumerRecord<String, byte[]>> polled) {
    try {
      applier.apply(polled);
      owner.available();
      pause = FIRST_PAUSE;
    } catch (Overtaken elsewhere) {
      LOG.info("{}; its position is read again", elsewhere.getMessage());
      readAgain(polled);
    } catch (Unavailable later) {
      readAgain(polled);
      throw later;
    }
  }

  /** A partition that stopped within the batch is read up to its record again, too. */
  private void readAgain(List<ConsumerRecord<String, byte[]>> polled) {
    for (ConsumerRecord<String, byte[]> record : polled) {
      var partition = new TopicPartition(record.topic(), record.partition());
      if (stopped.remove(partition)) {
        owner.released(LogPartitions.of(partition));
      }
      hold(partition);
    }
  }

  private void putOff(RuntimeException failed) {
    LOG.warn("{} waits {} ms: {}", thread.getName(), pause.toMillis(), failed.toString());
    LOG.debug("the reason to wait", failed);
    owner.unavailable(String.valueOf(failed.getMessage()));
    meters.retries.increment();
    long until = System.nanoTime() + pause.toNanos();
    kafka.pause(kafka.assignment());
    while (!finishing && System.nanoTime() < until) {
      keepMembership();
    }
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    resume();
  }

  /**
   * A member that does not poll is taken for dead; with all partitions paused it gets no records.
   */
  private void keepMembership() {
    try {
      kafka.poll(Duration.ofMillis(100));
    } catch (WakeupException asked) {
      LOG.debug("woken up");
    } catch (RuntimeException failed) {
      LOG.debug("no broker while waiting", failed);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private void position() {
    if (unpositioned.isEmpty()) {
      return;
    }
    if (!announced) {
      positions.of(allPartitions());
      announced = true;
    }
    Map<LogPartition, Long> stored = positions.of(LogPartitions.of(unpositioned));
    for (TopicPartition partition : unpositioned) {
      LogPartition known = LogPartitions.of(partition);
      long offset = stored.getOrDefault(known, 0L);
      kafka.seek(partition, offset);
      applier.startAt(known, offset);
    }
    unpositioned.clear();
    owner.available();
    resume();
  }

  private void resume() {
    Set<TopicPartition> ready = new HashSet<>(kafka.assignment());
    ready.removeIf(this::isHeld);
    kafka.resume(ready);
  }

  private boolean isHeld(TopicPartition partition) {
    return unpositioned.contains(partition) || stopped.contains(partition);
  }

  /** Keeps a partition from being read until its stored position is known; any position will do. */
  private void hold(TopicPartition partition) {
    if (kafka.assignment().contains(partition)) {
      kafka.seek(partition, 0);
      kafka.pause(List.of(partition));
      unpositioned.add(partition);
    }
  }

  private void stop(LogPartition partition, long offset, String reason, Exception cause) {
    LOG.error(
        "{} stands still at offset {}: {}. Nothing after it is read until this is resolved and the"
            + " consumer is started again.",
        partition,
        offset,
        reason,
        cause);
    var kafkaPartition = new TopicPartition(partition.topic(), partition.partition());
    stopped.add(kafkaPartition);
    kafka.pause(List.of(kafkaPartition));
    owner.stopped(partition, "offset " + offset + ": " + reason);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    LOG.info("{} takes over {}", thread.getName(), assigned);
    for (TopicPartition partition : assigned) {
      kafka.seek(partition, 0);
      kafka.pause(List.of(partition));
      unpositioned.add(partition);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    if (!revoked.isEmpty()) {
      LOG.info("{} hands over {}", thread.getName(), revoked);
    }
    unpositioned.removeAll(revoked);
    stopped.removeAll(revoked);
    revoked.forEach(it -> owner.released(LogPartitions.of(it)));
  }

  /** Every partition of the topics, read or not, so that the positions know what to wait for. */
  private List<LogPartition> allPartitions() {
    var all = new ArrayList<LogPartition>();
    for (String topic : topics) {
      for (PartitionInfo partition : kafka.partitionsFor(topic)) {
        all.add(new LogPartition(topic, partition.partition()));
      }
    }
    return all;
  }
}
