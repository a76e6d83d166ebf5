package dev.mocha.app.wiring;

import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.OrderingModule;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.process.StartOrder;
import java.time.Clock;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.tracing.SpanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;

/** Axon, with the command side in the role orders. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class AxonConfiguration {

  @Bean
  Configuration axon(
      Serializer eventSerializer,
      Clock clock,
      ObjectProvider<EventStorageEngine> storage,
      ObjectProvider<TransactionManager> transactions,
      ObjectProvider<Orders> orders,
      ObjectProvider<Merchants> merchants,
      ObjectProvider<SpanFactory> spans) {
    Configurer configurer =
        DefaultConfigurer.defaultConfiguration(false)
            .configureSerializer(_ -> eventSerializer)
            .configureEventSerializer(_ -> eventSerializer)
            .configureMessageSerializer(_ -> eventSerializer);
    spans.ifAvailable(it -> TracingConfiguration.configure(configurer, it));
    storage.ifAvailable(
        engine -> {
          configurer
              .configureTransactionManager(_ -> transactions.getObject())
              .configureEventStore(
                  configuration ->
                      EmbeddedEventStore.builder()
                          .spanFactory(configuration.getComponent(EventBusSpanFactory.class))
                          .storageEngine(engine)
                          .build());
          OrderingModule.register(configurer, orders.getObject(), merchants.getObject(), clock);
        });
    return configurer.buildConfiguration();
  }

  @Bean
  Lifecycle axonLifecycle(Configuration axon) {
    return new Lifecycle(StartOrder.AXON, axon::start, axon::shutdown);
  }
}
