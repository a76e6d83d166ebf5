package dev.mocha.application.publishing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.ErrorContext;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventProcessingException;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Relays the event store to the log. It is a streaming event processor whose position moves when
 * the log has acknowledged a whole batch; the same transaction counts the batch. A single segment
 * keeps the order of events.
 */
public final class OutboxRelay {

  /** The processor's name. Its position is stored under this name, so the name never changes. */
  public static final String PROCESSOR = "log-publisher";

  private static final String BATCH = "published batch";

  /** A batch costs a transaction and a round trip, so small batches linger. */
  private static final Duration LINGER = Duration.ofMillis(20);

  private final PublishedLog log;
  private final PublishedCounts counts;
  private final int batchSize;

  private OutboxRelay(PublishedLog log, PublishedCounts counts, int batchSize) {
    this.log = log;
    this.counts = counts;
    this.batchSize = batchSize;
  }

  /**
   * Registers the relay with Axon.
   *
   * @param batchSize the maximum number of events in a batch
   */
  public static Configurer register(
      Configurer configurer, PublishedLog log, PublishedCounts counts, int batchSize) {
    configurer
        .eventProcessing()
        .registerTrackingEventProcessor(
            PROCESSOR, Configuration::eventStore, _ -> configuration(batchSize))
        .assignHandlerTypesMatching(PROCESSOR, OutboxRelay.class::equals)
        .registerListenerInvocationErrorHandler(PROCESSOR, _ -> PropagatingErrorHandler.instance())
        .registerErrorHandler(PROCESSOR, _ -> OutboxRelay::retry)
        .registerEventHandler(_ -> new OutboxRelay(log, counts, batchSize));
    return configurer;
  }

  /**
   * Sets the initial token. Without one, Axon treats the first start as a replay, and this handler
   * would receive no historic events.
   */
  private static TrackingEventProcessorConfiguration configuration(int batchSize) {
    return TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
        .andInitialTrackingToken(StreamableMessageSource::createTailToken)
        .andTokenClaimInterval(1, TimeUnit.SECONDS)
        .andEventAvailabilityTimeout(1, TimeUnit.SECONDS)
        .andBatchSize(batchSize);
  }

  /** Axon retries a batch after an exception but stops for good after an error. */
  private static void retry(ErrorContext failed) {
    throw new EventProcessingException("a batch was not published", failed.error());
  }

  @EventHandler
  void publish(EventMessage<?> event, UnitOfWork<?> unitOfWork) {
    List<EventMessage<?>> batch =
        unitOfWork
            .root()
            .getOrComputeResource(
                BATCH,
                _ -> {
                  var begun = new ArrayList<EventMessage<?>>();
                  unitOfWork.root().onPrepareCommit(_ -> counts.add(log.publish(begun)));
                  unitOfWork.root().afterCommit(_ -> linger(begun.size()));
                  return begun;
                });
    batch.add(event);
  }

  private void linger(int published) {
    if (published < batchSize) {
      LockSupport.parkNanos(LINGER.toNanos());
    }
  }
}
