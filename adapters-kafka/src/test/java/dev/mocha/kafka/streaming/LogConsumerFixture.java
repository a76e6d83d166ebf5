package dev.mocha.kafka.streaming;

import static org.awaitility.Awaitility.await;

import dev.mocha.kafka.TestBroker;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.kafka.log.KafkaProperties;
import dev.mocha.kafka.log.TestSchemas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** Topics of one test, a projection in memory, and consumers. */
abstract class LogConsumerFixture {

  final KafkaProperties properties = TestBroker.freshTopics();
  final LogWriter log = new LogWriter(properties);
  final ProjectionInMemory projection = new ProjectionInMemory();
  final List<LogConsumer<?>> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(LogConsumer::stop);
    log.close();
  }

  LogConsumer<?> start() {
    return start(ConcurrentHashMap.newKeySet());
  }

  LogConsumer<?> start(Set<LogConsumer<?>> served) {
    var events = new EventSink(new JsonEvents(), TestSchemas.OWN);
    LogConsumer<?> consumer = consumer(events);
    var _ =
        events.subscribe(
            it -> {
              projection.apply(it);
              served.add(consumer);
            });
    started.add(consumer);
    consumer.start();
    return consumer;
  }

  LogConsumer<?> consumer(EventSink events) {
    return LogConsumer.ofEvents(
        properties, projection, projection.streamDeadLetters(), events, new SimpleMeterRegistry());
  }

  static List<String> sequences(String orderId, int from, int to) {
    return IntStream.range(from, to).mapToObj(it -> orderId + "/" + it).toList();
  }

  static ConditionFactory inTime() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }
}
