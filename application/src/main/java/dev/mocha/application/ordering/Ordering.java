package dev.mocha.application.ordering;

import dev.mocha.application.failures.Unavailable;
import dev.mocha.domain.ordering.Decision;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantCommand;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderCommand;
import dev.mocha.domain.ordering.OrderCommand.PlaceOrder;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.Placement;
import dev.mocha.domain.ordering.Refusal;
import java.time.Clock;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/** The commands of the main service. When a call returns, its events are durable. */
public final class Ordering {

  private static final int ATTEMPTS = 3;

  /**
   * Every attempt met a concurrent write to the same aggregate. Nothing was stored; retry later.
   */
  public static final class Contended extends Unavailable {
    private static final long serialVersionUID = 1;

    Contended(Throwable cause) {
      super("Another request changes the same order or merchant. Try again.", cause, 1);
    }
  }

  private final CommandGateway commands;
  private final Merchants merchants;
  private final Clock clock;

  public Ordering(CommandGateway commands, Merchants merchants, Clock clock) {
    this.commands = commands;
    this.merchants = merchants;
    this.clock = clock;
  }

  /**
   * Places an order under the merchant's current terms. Placing the same order again is accepted
   * and changes nothing.
   */
  public Decision<OrderEvent> place(Placement placement) {
    Optional<Merchant> merchant = merchants.find(placement.merchantId());
    return merchant.isEmpty()
        ? Decision.refuse(Refusal.UNKNOWN_MERCHANT)
        : perform(new PlaceOrder(placement, merchant.get().termsAt(clock.instant())));
  }

  public Decision<OrderEvent> perform(OrderCommand command) {
    return dispatch(command);
  }

  public Decision<MerchantEvent> perform(MerchantCommand command) {
    return dispatch(command);
  }

  /**
   * After a concurrent write to the aggregate, reads its events and decides again.
   *
   * @throws Contended after a concurrent write at every attempt
   */
  private <E> Decision<E> dispatch(Object command) {
    for (int attempt = 1; ; attempt++) {
      try {
        return commands.sendAndWait(command);
      } catch (ConcurrencyException | AggregateStreamCreationException overtaken) {
        if (attempt == ATTEMPTS) {
          throw new Contended(overtaken);
        }
      }
    }
  }
}
