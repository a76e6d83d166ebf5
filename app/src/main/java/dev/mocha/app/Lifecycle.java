package dev.mocha.app;

import org.springframework.context.SmartLifecycle;

/** Starts and stops something at its place in the order of the application. */
final class Lifecycle implements SmartLifecycle {

  private final int phase;
  private final Runnable start;
  private final Runnable stop;
  private volatile boolean running;

  Lifecycle(int phase, Runnable start, Runnable stop) {
    this.phase = phase;
    this.start = start;
    this.stop = stop;
  }

  @Override
  public void start() {
    start.run();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    stop.run();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return phase;
  }
}
