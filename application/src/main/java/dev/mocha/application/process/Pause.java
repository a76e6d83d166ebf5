package dev.mocha.application.process;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** A pause in work that runs as long as the process. */
public final class Pause {

  private Pause() {}

  /**
   * Waits this long.
   *
   * @throws CancellationException when the thread is interrupted, because the process is stopping
   */
  public static void of(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("this process is stopping");
    }
  }
}
