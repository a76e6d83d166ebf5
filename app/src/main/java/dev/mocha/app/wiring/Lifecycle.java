package dev.mocha.app.wiring;

import dev.mocha.application.process.StartOrder;
import org.springframework.context.SmartLifecycle;

/** Starts and stops a component at its place in the {@link StartOrder}. */
final class Lifecycle implements SmartLifecycle {

  private final StartOrder order;
  private final Runnable start;
  private final Runnable stop;
  private volatile boolean running;

  Lifecycle(StartOrder order, Runnable start, Runnable stop) {
    this.order = order;
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
    return order.phase();
  }
}
