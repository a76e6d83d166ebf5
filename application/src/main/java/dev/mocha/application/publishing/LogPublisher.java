package dev.mocha.application.publishing;

import dev.mocha.application.publishing.PublishedLog.Batch;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * The outbox: a streaming processor over the event store whose position moves only when the log has
 * acknowledged the whole batch, and is counted in the same transaction. One segment keeps the
 * events of an order in their order.
 */
public final class LogPublisher {

  /** The processor's name, under which its position is stored. */
  public static final String PROCESSOR = "log-publisher";

  private static final String BATCH = "published batch";

  private final PublishedLog log;
  private final PublishedCounts counts;

  private LogPublisher(PublishedLog log, PublishedCounts counts) {
    this.log = log;
    this.counts = counts;
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
        .assignHandlerTypesMatching(PROCESSOR, LogPublisher.class::equals)
        .registerListenerInvocationErrorHandler(PROCESSOR, _ -> PropagatingErrorHandler.instance())
        .registerErrorHandler(PROCESSOR, _ -> PropagatingErrorHandler.instance())
        .registerEventHandler(_ -> new LogPublisher(log, counts));
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

  @EventHandler
  void publish(EventMessage<?> event, UnitOfWork<?> unitOfWork) {
    Batch batch =
        unitOfWork
            .root()
            .getOrComputeResource(
                BATCH,
                _ -> {
                  Batch begun = log.begin();
                  unitOfWork.root().onPrepareCommit(_ -> counts.add(begun.send()));
                  return begun;
                });
    batch.add(event);
  }
}
