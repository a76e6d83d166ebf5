package dev.mocha.domain.ordering;

import static java.util.Comparator.naturalOrder;

import dev.mocha.domain.ordering.MerchantCommand.ChangeMerchant;
import dev.mocha.domain.ordering.MerchantCommand.RegisterMerchant;
import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A merchant with all its terms, oldest first; without terms before registration. */
public record Merchant(List<Agreement> agreements) {

  public record Agreement(Instant from, MerchantTerms terms) {}

  public static final Merchant UNREGISTERED = new Merchant(List.of());

  public Merchant {
    agreements = List.copyOf(agreements);
  }

  public Decision<MerchantEvent> decide(MerchantCommand command, Instant now) {
    return switch (command) {
      case RegisterMerchant(var id, var terms) -> {
        if (!isRegistered()) {
          yield Decision.accept(new MerchantRegistered(id, now, terms));
        }
        yield terms.equals(terms())
            ? Decision.nothingToDo()
            : Decision.refuse(Refusal.ALREADY_REGISTERED);
      }
      case ChangeMerchant(var id, var terms) -> {
        if (!isRegistered()) {
          yield Decision.refuse(Refusal.UNKNOWN_MERCHANT);
        }
        if (!terms.currency().equals(terms().currency())) {
          yield Decision.refuse(Refusal.CURRENCY_IS_FIXED);
        }
        yield terms.equals(terms())
            ? Decision.nothingToDo()
            : Decision.accept(new MerchantChanged(id, now, terms));
      }
    };
  }

  public Merchant evolve(MerchantEvent event) {
    var extended = new ArrayList<>(agreements);
    extended.add(new Agreement(event.at(), event.terms()));
    return new Merchant(extended);
  }

  public boolean isRegistered() {
    return !agreements.isEmpty();
  }

  /** The latest terms, of a registered merchant. */
  public MerchantTerms terms() {
    return agreements.getLast().terms();
  }

  /** The terms in force at a moment; before the first agreement, its terms. */
  public MerchantTerms termsAt(Instant moment) {
    return agreements.reversed().stream()
        .filter(agreement -> !agreement.from().isAfter(moment))
        .findFirst()
        .orElse(agreements.getFirst())
        .terms();
  }

  /** The business day of a moment, by the terms in force at that moment. */
  public LocalDate dateOf(Instant moment) {
    return termsAt(moment).calendar().dateOf(moment);
  }

  /** A period of time that excludes its end. */
  public record Span(Instant from, Instant to) {}

  /** The period that covers a business day under each of the merchant's terms. */
  public Span spanOf(LocalDate businessDate) {
    List<BusinessCalendar> calendars =
        agreements.stream().map(it -> it.terms().calendar()).distinct().toList();
    return new Span(
        calendars.stream().map(it -> it.start(businessDate)).min(naturalOrder()).orElseThrow(),
        calendars.stream().map(it -> it.end(businessDate)).max(naturalOrder()).orElseThrow());
  }

  /** The terms in force when a business day began; before the first agreement, its terms. */
  public MerchantTerms termsOn(LocalDate businessDate) {
    return agreements.reversed().stream()
        .filter(it -> !it.from().isAfter(it.terms().calendar().start(businessDate)))
        .findFirst()
        .orElse(agreements.getFirst())
        .terms();
  }

  /** The moment, or the time of the latest agreement if the caller's clock lags behind it. */
  public Instant notBefore(Instant moment) {
    return isRegistered() && agreements.getLast().from().isAfter(moment)
        ? agreements.getLast().from()
        : moment;
  }
}
