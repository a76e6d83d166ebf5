package dev.mocha.application.reporting;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.SubscribingEventProcessor;
import org.axonframework.messaging.SubscribableMessageSource;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The daily report as an Axon projection: it collects the events of a batch and projects them
 * together.
 */
public final class DailyReportHandler {

  private static final String PROCESSOR = "daily-report";
  private static final String BATCH = "daily report batch";

  private final ReportRows rows;
  private final DailyReportProjection projection;

  private DailyReportHandler(ReportRows rows) {
    this.rows = rows;
    this.projection = new DailyReportProjection(rows);
  }

  /** Subscribes a projection into these rows to the source. */
  public static void subscribe(
      SubscribableMessageSource<? extends EventMessage<?>> source,
      ReportRows rows,
      EventProcessorSpanFactory spans) {
    SubscribingEventProcessor.builder()
        .name(PROCESSOR)
        .messageSource(source)
        .spanFactory(spans)
        .errorHandler(PropagatingErrorHandler.instance())
        .eventHandlerInvoker(
            SimpleEventHandlerInvoker.builder()
                .eventHandlers(new DailyReportHandler(rows))
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .build())
        .build()
        .start();
  }

  @EventHandler
  void on(
      OrderEvent event,
      @SequenceNumber long sequence,
      @MetaDataValue(LogCount.METADATA) @Nullable LogCount counted,
      UnitOfWork<?> unitOfWork) {
    List<Sequenced> batch =
        unitOfWork
            .root()
            .getOrComputeResource(
                BATCH,
                _ -> {
                  var begun = new ArrayList<Sequenced>();
                  unitOfWork.root().onPrepareCommit(_ -> projection.project(begun));
                  return begun;
                });
    batch.add(new Sequenced(event, sequence, counted));
  }

  @EventHandler
  void on(
      MerchantEvent event,
      @SequenceNumber long sequence,
      @MetaDataValue(LogCount.METADATA) @Nullable LogCount counted) {
    if (rows.write(event, sequence) && counted != null) {
      rows.count(List.of(counted));
    }
  }
}
