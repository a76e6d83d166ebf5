package dev.mocha.kafka.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.LogPartition;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;

class ConsumerStateTest {

  private final ConsumerState state = new ConsumerState(Clock.systemUTC());
  private final LogPartition partition = new LogPartition("orders", 3);

  @Test
  void a_thread_that_lost_a_partition_does_not_release_it_for_the_next_owner() {
    state.stopped("one", partition, "offset 7: too many");
    state.stopped("two", partition, "offset 9: too many");

    state.released("one", partition);

    assertThat(state.health())
        .isEqualTo(Health.down().withDetail("orders-3", "offset 9: too many").build());
    assertThat(state.stoppedCount()).isEqualTo(1);
    state.released("two", partition);
    assertThat(state.health()).isEqualTo(Health.up().build());
  }
}
