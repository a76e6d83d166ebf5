package dev.mocha.kafka.streaming;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for topics that are not there: they give no records and no error. */
final class MissingTopics {

  private static final Logger LOG = LoggerFactory.getLogger(MissingTopics.class);
  private static final long BETWEEN_LOOKS_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Consumer<?, ?> kafka;
  private final List<String> topics;
  private final ConsumerState state;
  private long lookedAt = System.nanoTime() - BETWEEN_LOOKS_NANOS;

  MissingTopics(Consumer<?, ?> kafka, List<String> topics, ConsumerState state) {
    this.kafka = kafka;
    this.topics = topics;
    this.state = state;
  }

  /** Asks the broker now and then; of topics that are there the client knows by itself. */
  void look() {
    if (System.nanoTime() - lookedAt < BETWEEN_LOOKS_NANOS) {
      return;
    }
    lookedAt = System.nanoTime();
    try {
      state.missing(
          topics.stream()
              .filter(it -> kafka.partitionsFor(it, ANSWER).isEmpty())
              .collect(Collectors.toSet()));
    } catch (ApiException unanswered) {
      LOG.debug("the broker does not say which topics there are", unanswered);
    }
  }
}
