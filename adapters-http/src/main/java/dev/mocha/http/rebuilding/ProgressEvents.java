package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.RebuildControl;
import dev.mocha.http.web.Problems.Declined;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The progress of rebuilds as server-sent events: {@code progress} at every change, {@code end} as
 * the last one. It comes from the database, so any process can send it.
 */
public final class ProgressEvents implements ApplicationListener<ContextClosedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(ProgressEvents.class);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofHours(12);
  private static final int MAX_LISTENERS = 64;

  private final RebuildControl rebuilds;
  private final Semaphore listeners = new Semaphore(MAX_LISTENERS);
  private volatile boolean closing;

  public ProgressEvents(RebuildControl rebuilds) {
    this.rebuilds = rebuilds;
  }

  SseEmitter of(String generation) {
    if (!listeners.tryAcquire()) {
      throw new Declined(HttpStatus.SERVICE_UNAVAILABLE, "Too many listeners. Try again later.");
    }
    var emitter = new SseEmitter(TIMEOUT.toMillis());
    Thread.ofVirtual().name("progress-" + generation).start(() -> send(generation, emitter));
    return emitter;
  }

  private void send(String generation, SseEmitter emitter) {
    try {
      GenerationBody sent = null;
      boolean ended = false;
      while (!ended && !closing) {
        Generation now = rebuilds.find(generation).orElseThrow();
        ended = !now.state().isRebuilding();
        GenerationBody body = GenerationBody.of(now);
        if (!body.equals(sent)) {
          emitter.send(SseEmitter.event().name(ended ? "end" : "progress").data(body));
          sent = body;
        } else {
          emitter.send(SseEmitter.event().comment(""));
        }
        if (!ended) {
          Thread.sleep(POLL_INTERVAL);
        }
      }
      emitter.complete();
    } catch (IOException gone) {
      LOG.debug("the listener has closed the connection", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      emitter.complete();
    } catch (RuntimeException failed) {
      LOG.warn("sending the progress of {} failed: {}", generation, failed.toString());
      emitter.completeWithError(failed);
    } finally {
      listeners.release();
    }
  }

  /** Ends all streams: an open one would block the shutdown of the server. */
  @Override
  public void onApplicationEvent(ContextClosedEvent closed) {
    closing = true;
  }
}
