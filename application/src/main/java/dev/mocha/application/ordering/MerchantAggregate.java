package dev.mocha.application.ordering;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import dev.mocha.domain.ordering.Decision;
import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantCommand;
import dev.mocha.domain.ordering.MerchantCommand.ChangeMerchant;
import dev.mocha.domain.ordering.MerchantCommand.RegisterMerchant;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** The Axon aggregate of a {@link Merchant}. */
@AggregateRoot(type = "merchant")
final class MerchantAggregate {

  @AggregateIdentifier
  @SuppressWarnings("unused") // Axon reads it
  private @Nullable String id;

  private Merchant merchant = Merchant.UNREGISTERED;

  /**
   * Orders and merchants share one space of aggregate identifiers. The prefix keeps them apart: an
   * order's id has no colon.
   */
  static String identifierOf(MerchantId merchantId) {
    return "merchant:" + merchantId.value();
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<MerchantEvent> handle(RegisterMerchant command, Clock clock) {
    return decide(command, clock);
  }

  @CommandHandler
  @CreationPolicy(CREATE_IF_MISSING)
  Decision<MerchantEvent> handle(ChangeMerchant command, Clock clock) {
    return decide(command, clock);
  }

  private Decision<MerchantEvent> decide(MerchantCommand command, Clock clock) {
    Decision<MerchantEvent> decision =
        merchant.decide(command, merchant.notBefore(clock.instant()));
    if (decision instanceof Accepted<MerchantEvent>(var events)) {
      events.forEach(AggregateLifecycle::apply);
    }
    return decision;
  }

  @EventSourcingHandler
  void on(MerchantEvent event) {
    id = identifierOf(event.merchantId());
    merchant = merchant.evolve(event);
  }
}
