package dev.mocha.application.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.publishing.Outbox.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

  private static final Instant AT = Instant.parse("2018-07-26T05:12:33Z");
  private static final LogCount COUNT =
      LogCount.of(new LogPartition("orders", 0), Instant.EPOCH, "e-1");

  private final Deque<Step> steps = new ArrayDeque<>();
  private final List<String> happened = new ArrayList<>();

  private long nanoTime;

  private OutboxRelay relay(Duration watermarkInterval) {
    return new OutboxRelay(
        new Store(), new Log(), new Counts(), 10, watermarkInterval, () -> nanoTime);
  }

  private void pass(Duration time) {
    nanoTime += time.toNanos();
  }

  @Test
  void a_complete_batch_is_counted_and_followed_by_a_watermark_of_its_snapshot() {
    steps.add(new Step.Complete(1, AT, 41, 0));

    assertThat(relay(Duration.ofHours(1)).advance()).isPositive();
    assertThat(happened)
        .containsExactly(
            "published e-1",
            "counted 1",
            "watermark 2018-07-26T05:12:33Z 41 with 1",
            "reported 1",
            "watermark counted");
  }

  @Test
  void the_next_watermark_waits_for_its_interval() {
    steps.add(new Step.Complete(1, AT, 41, 0));
    steps.add(new Step.Complete(1, AT.plusSeconds(1), 42, 1));
    OutboxRelay relay = relay(Duration.ofHours(1));
    relay.advance();
    happened.clear();

    relay.advance();

    assertThat(happened).containsExactly("published e-1", "counted 1");
  }

  @Test
  void a_watermark_of_another_process_begins_the_interval_anew() {
    OutboxRelay relay = relay(Duration.ofSeconds(1));
    steps.add(new Step.Complete(1, AT, 41, 0));
    relay.advance();
    happened.clear();

    pass(Duration.ofSeconds(2));
    steps.add(new Step.Complete(1, AT, 42, 2));
    relay.advance();
    assertThat(happened).containsExactly("published e-1", "counted 1");

    pass(Duration.ofSeconds(1));
    steps.add(new Step.Complete(0, AT.plusSeconds(3), 42, 2));
    relay.advance();
    assertThat(happened).contains("watermark 2018-07-26T05:12:36Z 42 with 1");
  }

  @Test
  void a_step_that_hangs_is_reported_after_30_seconds() {
    OutboxRelay relay = relay(Duration.ofHours(1));

    pass(Duration.ofSeconds(30));
    assertThat(relay.failure()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(relay.failure()).contains("the last step ended 31 s ago");
  }

  @Test
  void says_for_how_long_the_log_was_not_complete() {
    OutboxRelay relay = relay(Duration.ofHours(1));
    pass(Duration.ofSeconds(5));
    steps.add(new Step.Partial(10));
    relay.advance();
    assertThat(relay.sinceComplete()).isEqualTo(Duration.ofSeconds(5));

    steps.add(new Step.Complete(1, AT, 41, 0));
    relay.advance();
    assertThat(relay.sinceComplete()).isEqualTo(Duration.ZERO);
  }

  @Test
  void no_watermark_is_claimed_while_more_events_of_a_snapshot_wait() {
    steps.add(new Step.Partial(10));

    assertThat(relay(Duration.ofHours(1)).advance()).isZero();
    assertThat(happened).containsExactly("published e-1", "counted 1");
  }

  @Test
  void where_another_service_writes_the_watermarks_there_are_none() {
    steps.add(new Step.Complete(0, AT, 41, 0));

    relay(Duration.ZERO).advance();

    assertThat(happened).containsExactly("awaited");
  }

  @Test
  void while_another_process_is_the_relay_this_one_tries_again_after_a_second() {
    steps.add(new Step.Elsewhere());

    assertThat(relay(Duration.ofHours(1)).advance()).isEqualTo(Duration.ofSeconds(1));
    assertThat(happened).isEmpty();
  }

  @Test
  void a_failure_is_reported_until_a_step_succeeds() {
    OutboxRelay relay = relay(Duration.ofHours(1));

    assertThatThrownBy(relay::advance).hasMessage("no database");
    assertThat(relay.failure()).contains("no database: java.io.IOException: closed");

    steps.add(new Step.Elsewhere());
    relay.advance();
    assertThat(relay.failure()).isEmpty();
  }

  private static final class Stored extends GenericDomainEventEntry<byte[]> implements OutboxEvent {

    private Stored(String id) {
      super("order", "o-1", 0, id, AT, "order-placed", "2", new byte[0], new byte[0]);
    }

    @Override
    public boolean isValidated() {
      return true;
    }
  }

  @Test
  void an_error_is_reported_too() {
    OutboxRelay relay =
        new OutboxRelay(
            new Store() {
              @Override
              public Step publishNext(int maximum, Consumer<List<OutboxEvent>> publish) {
                throw new OutOfMemoryError("heap");
              }
            },
            new Log(),
            new Counts(),
            10,
            Duration.ofHours(1));

    assertThatThrownBy(relay::advance).isInstanceOf(OutOfMemoryError.class);
    assertThat(relay.failure()).contains("java.lang.OutOfMemoryError: heap");
  }

  /** Says what the steps say, and publishes an event in each that has some. */
  private class Store implements Outbox {

    @Override
    public Step publishNext(int maximum, Consumer<List<OutboxEvent>> publish) {
      Step step = steps.poll();
      if (step == null) {
        throw new IllegalStateException("no database", new IOException("closed"));
      }
      boolean isEmpty =
          step instanceof Step.Elsewhere
              || (step instanceof Step.Complete(int events, _, _, _) && events == 0);
      if (!isEmpty) {
        publish.accept(List.of(new Stored("e-1")));
      }
      return step;
    }

    @Override
    public long countWatermark() {
      happened.add("watermark counted");
      return 1;
    }

    @Override
    public void awaitAppend(Duration maximum) {
      happened.add("awaited");
    }
  }

  private final class Log implements PublishedLog {

    @Override
    public List<LogCount> publish(List<? extends OutboxEvent> events) {
      events.forEach(it -> happened.add("published " + it.getEventIdentifier()));
      return List.of(COUNT);
    }

    @Override
    public void watermark(Instant at, long position, Collection<LogCount> counts) {
      happened.add("watermark %s %d with %d".formatted(at, position, counts.size()));
    }
  }

  private final class Counts implements PublishedCounts {

    @Override
    public void add(Collection<LogCount> published) {
      happened.add("counted " + published.size());
    }

    @Override
    public List<LogCount> unreported() {
      return List.of(COUNT);
    }

    @Override
    public void reported(Collection<LogCount> counts) {
      happened.add("reported " + counts.size());
    }
  }
}
