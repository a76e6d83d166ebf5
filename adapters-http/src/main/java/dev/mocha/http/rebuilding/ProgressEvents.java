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
 * The progress of rebuilds as server-sent events: {@code progress} at every change, {@code end}
 * once nothing more will come. The database is asked, so that every process can tell.
 */
public final class ProgressEvents implements ApplicationListener<ContextClosedEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(ProgressEvents.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int MOST_LISTENERS = 64;

  private final RebuildControl rebuilds;
  private final Semaphore listeners = new Semaphore(MOST_LISTENERS);
  private volatile boolean closing;

  public ProgressEvents(RebuildControl rebuilds) {
    this.rebuilds = rebuilds;
  }

  SseEmitter of(String generation) {
    if (!listeners.tryAcquire()) {
      throw new Declined(HttpStatus.SERVICE_UNAVAILABLE, "Too many listeners. Try again later.");
    }
    var emitter = new SseEmitter(LONGEST.toMillis());
    Thread.ofVirtual().name("progress-" + generation).start(() -> tell(generation, emitter));
    return emitter;
  }

  private void tell(String generation, SseEmitter emitter) {
    try {
      GenerationBody told = null;
      boolean ended = false;
      while (!ended && !closing) {
        Generation now = rebuilds.find(generation).orElseThrow();
        ended = !now.state().isInTheMaking();
        GenerationBody body = GenerationBody.of(now);
        if (!body.equals(told)) {
          emitter.send(SseEmitter.event().name(ended ? "end" : "progress").data(body));
          told = body;
        } else {
          emitter.send(SseEmitter.event().comment(""));
        }
        if (!ended) {
          Thread.sleep(LOOK);
        }
      }
      emitter.complete();
    } catch (IOException gone) {
      LOG.debug("the listener is gone", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      emitter.complete();
    } catch (RuntimeException failed) {
      LOG.warn("the progress of {} cannot be told any more: {}", generation, failed.toString());
      emitter.completeWithError(failed);
    } finally {
      listeners.release();
    }
  }

  /** Listeners must not keep the server from its end. */
  @Override
  public void onApplicationEvent(ContextClosedEvent closed) {
    closing = true;
  }
}
