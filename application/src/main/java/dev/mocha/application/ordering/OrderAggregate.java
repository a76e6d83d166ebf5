package dev.mocha.application.ordering;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import dev.mocha.domain.ordering.Decision;
import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Order;
import dev.mocha.domain.ordering.OrderCommand;
import dev.mocha.domain.ordering.OrderCommand.AcceptOrder;
import dev.mocha.domain.ordering.OrderCommand.CancelOrder;
import dev.mocha.domain.ordering.OrderCommand.DeliverOrder;
import dev.mocha.domain.ordering.OrderCommand.MarkOrderReady;
import dev.mocha.domain.ordering.OrderCommand.PickUpOrder;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import dev.mocha.domain.ordering.OrderCommand.RefundOrder;
import dev.mocha.domain.ordering.OrderCommand.RejectOrder;
import dev.mocha.domain.ordering.OrderEvent;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** The Axon aggregate of an {@link Order}. Each handler passes its command to the decider. */
@AggregateRoot(type = OrderAggregate.TYPE)
final class OrderAggregate {

  static final String TYPE = "order";

  @AggregateIdentifier
  @SuppressWarnings("unused") // Axon reads it
  private @Nullable String id;

  private Order order = Order.UNPLACED;

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(PlaceOrder command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(AcceptOrder command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(RejectOrder command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(MarkOrderReady command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(PickUpOrder command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(DeliverOrder command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(CancelOrder command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<OrderEvent> handle(RefundOrder command, Clock clock) {
    return decide(command, clock);
  }

  private Decision<OrderEvent> decide(OrderCommand command, Clock clock) {
    Decision<OrderEvent> decision = order.decide(command, order.notBefore(clock.instant()));
    if (decision instanceof Accepted<OrderEvent>(var events)) {
      events.forEach(AggregateLifecycle::apply);
    }
    return decision;
  }

  @EventSourcingHandler
  void on(OrderEvent event) {
    id = event.orderId().value();
    order = order.evolve(event);
  }
}
