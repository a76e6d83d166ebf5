package dev.mocha.application.ordering;

import dev.mocha.domain.ordering.MerchantCommand;
import dev.mocha.domain.ordering.OrderCommand;
import java.time.Clock;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Registers the command side with Axon. */
public final class OrderingModule {

  public static final String ORDER_TYPE = OrderAggregate.TYPE;

  private static final String TABLES = "operational-tables";

  private OrderingModule() {}

  /**
   * Registers the aggregates and the operational tables' handler, which runs in their transaction.
   *
   * @param clock the time of commands
   */
  public static Configurer register(
      Configurer configurer, Orders orders, Merchants merchants, Clock clock) {
    configurer
        .registerComponent(Clock.class, _ -> clock)
        .configureAggregate(
            AggregateConfigurer.defaultConfiguration(OrderAggregate.class)
                .configureCommandTargetResolver(_ -> OrderingModule::target))
        .configureAggregate(
            AggregateConfigurer.defaultConfiguration(MerchantAggregate.class)
                .configureCommandTargetResolver(_ -> OrderingModule::target));
    configurer
        .eventProcessing()
        .registerSubscribingEventProcessor(TABLES)
        .assignHandlerTypesMatching(TABLES, OperationalTables.class::equals)
        .registerListenerInvocationErrorHandler(TABLES, _ -> PropagatingErrorHandler.instance())
        .registerErrorHandler(TABLES, _ -> PropagatingErrorHandler.instance())
        .registerEventHandler(_ -> new OperationalTables(orders, merchants));
    return configurer;
  }

  private static VersionedAggregateIdentifier target(CommandMessage<?> message) {
    String id =
        switch (message.getPayload()) {
          case OrderCommand command -> command.orderId().value();
          case MerchantCommand command -> MerchantAggregate.identifierOf(command.merchantId());
          case Object other -> throw new IllegalArgumentException("not a command: " + other);
        };
    return new VersionedAggregateIdentifier((Object) id, null);
  }
}
