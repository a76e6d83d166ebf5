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
 * The outbox: a streaming processor over the event store whose position moves only when the log has
 * acknowledged the whole batch, and is counted in the same transaction. One segment keeps the
 * events of an order in their order.
 */
public final class OutboxRelay {

  /** The processor's name, under which its position is stored. */
  public static final String PROCESSOR = "log-publisher";

  private static final String BATCH = "published batch";

  /** A batch costs a transaction and a round trip: events are gathered while they are few. */
  private static final Duration BETWEEN_BATCHES = Duration.ofMillis(20);

  private final PublishedLog log;
  private final PublishedCounts counts;
  private final int batchSize;

  private OutboxRelay(PublishedLog log, PublishedCounts counts, int batchSize) {
    this.log = log;
    this.counts = counts;
    this.batchSize = batchSize;
  }

  /**
   * Adds the publisher.
   *
   * @param batchSize the most events of one batch
   */
  public static Configurer register(
      Configurer configurer, PublishedLog log, PublishedCounts counts, int batchSize) {
    configurer
        .eventProcessing()
        .registerTrackingEventProcessor(
            PROCESSOR, Configuration::eventStore, _ -> configuration(batchSize))
        .assignHandlerTypesMatching(PROCESSOR, OutboxRelay.class::equals)
        .registerListenerInvocationErrorHandler(PROCESSOR, _ -> PropagatingErrorHandler.instance())
        .registerErrorHandler(PROCESSOR, _ -> OutboxRelay::tryAgain)
        .registerEventHandler(_ -> new OutboxRelay(log, counts, batchSize));
    return configurer;
  }

  /**
   * The first token is set: left to itself, Axon takes a first start for a replay and a handler
   * like this one gets nothing of the history.
   */
  private static TrackingEventProcessorConfiguration configuration(int batchSize) {
    return TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
        .andInitialTrackingToken(StreamableMessageSource::createTailToken)
        .andTokenClaimInterval(1, TimeUnit.SECONDS)
        .andEventAvailabilityTimeout(1, TimeUnit.SECONDS)
        .andBatchSize(batchSize);
  }

  /** What Axon takes for an exception it tries again; at an error it would stop for good. */
  private static void tryAgain(ErrorContext failed) {
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
                  unitOfWork.root().afterCommit(_ -> gather(begun.size()));
                  return begun;
                });
    batch.add(event);
  }

  private void gather(int published) {
    if (published < batchSize) {
      LockSupport.parkNanos(BETWEEN_BATCHES.toNanos());
    }
  }
}
