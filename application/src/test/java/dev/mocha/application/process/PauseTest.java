package dev.mocha.application.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PauseTest {

  @Test
  void a_pause_ends_when_the_process_is_stopping() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> Pause.of(Duration.ofMinutes(1)))
        .withMessage("this process is stopping");
    assertThat(Thread.interrupted()).isTrue();
  }
}
