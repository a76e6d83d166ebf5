package dev.mocha.domain.ordering;

import static dev.mocha.domain.ordering.Samples.DAY;
import static dev.mocha.domain.ordering.Samples.IDR;
import static dev.mocha.domain.ordering.Samples.MERCHANT;
import static dev.mocha.domain.ordering.Samples.NOON;
import static dev.mocha.domain.ordering.Samples.TERMS;
import static dev.mocha.domain.ordering.Samples.minute;
import static dev.mocha.domain.ordering.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.Merchant.Span;
import dev.mocha.domain.ordering.MerchantCommand.ChangeMerchant;
import dev.mocha.domain.ordering.MerchantCommand.RegisterMerchant;
import dev.mocha.domain.ordering.MerchantEvent.MerchantChanged;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerchantTest {

  private static final MerchantTerms DEARER = terms("Warung Sari", LocalTime.of(4, 0), IDR, 2_500);
  private static final MerchantTerms LATER = terms("Sari Malam", LocalTime.of(6, 0), IDR, 2_500);
  private static final RegisterMerchant REGISTER = new RegisterMerchant(MERCHANT, TERMS);
  private static final Merchant REGISTERED =
      Merchant.UNREGISTERED.evolve(new MerchantRegistered(MERCHANT, NOON, TERMS));
  private static final Instant CHANGE = NOON.plus(Duration.ofDays(1));
  private static final Merchant CHANGED =
      REGISTERED.evolve(new MerchantChanged(MERCHANT, CHANGE, DEARER));

  @Test
  void a_merchant_is_registered_once() {
    assertThat(Merchant.UNREGISTERED.decide(REGISTER, NOON))
        .isEqualTo(Decision.accept(new MerchantRegistered(MERCHANT, NOON, TERMS)));
    assertThat(REGISTERED.decide(REGISTER, minute(1))).isEqualTo(Decision.nothingToDo());
    assertThat(REGISTERED.decide(new RegisterMerchant(MERCHANT, DEARER), minute(1)))
        .isEqualTo(Decision.refuse(Refusal.ALREADY_REGISTERED));
  }

  @Test
  void a_repeated_registration_is_compared_with_the_terms_in_force() {
    assertThat(CHANGED.decide(REGISTER, CHANGE))
        .isEqualTo(Decision.refuse(Refusal.ALREADY_REGISTERED));
    assertThat(CHANGED.decide(new RegisterMerchant(MERCHANT, DEARER), CHANGE))
        .isEqualTo(Decision.nothingToDo());
  }

  @Test
  void new_terms_are_a_change_and_equal_terms_are_not() {
    assertThat(REGISTERED.decide(new ChangeMerchant(MERCHANT, DEARER), CHANGE))
        .isEqualTo(Decision.accept(new MerchantChanged(MERCHANT, CHANGE, DEARER)));
    assertThat(REGISTERED.decide(new ChangeMerchant(MERCHANT, TERMS), CHANGE))
        .isEqualTo(Decision.nothingToDo());
  }

  @Test
  void an_unregistered_merchant_cannot_be_changed() {
    assertThat(Merchant.UNREGISTERED.isRegistered()).isFalse();
    assertThat(Merchant.UNREGISTERED.decide(new ChangeMerchant(MERCHANT, TERMS), NOON))
        .isEqualTo(Decision.refuse(Refusal.UNKNOWN_MERCHANT));
  }

  @Test
  void a_merchant_keeps_its_currency() {
    var dollars = terms("Warung Sari", LocalTime.of(4, 0), Currency.getInstance("USD"), 2_000);

    assertThat(REGISTERED.decide(new ChangeMerchant(MERCHANT, dollars), CHANGE))
        .isEqualTo(Decision.refuse(Refusal.CURRENCY_IS_FIXED));
  }

  @Test
  void a_merchant_keeps_all_its_terms() {
    assertThat(CHANGED)
        .isEqualTo(
            new Merchant(List.of(new Agreement(NOON, TERMS), new Agreement(CHANGE, DEARER))));
    assertThat(CHANGED.isRegistered()).isTrue();
    assertThat(CHANGED.terms()).isEqualTo(DEARER);
  }

  @Test
  void terms_are_in_force_until_the_next_ones_and_the_first_ones_also_before() {
    assertThat(CHANGED.termsAt(Instant.EPOCH)).isEqualTo(TERMS);
    assertThat(CHANGED.termsAt(NOON)).isEqualTo(TERMS);
    assertThat(CHANGED.termsAt(CHANGE.minusNanos(1))).isEqualTo(TERMS);
    assertThat(CHANGED.termsAt(CHANGE)).isEqualTo(DEARER);
    assertThat(CHANGED.termsAt(CHANGE.plusSeconds(1))).isEqualTo(DEARER);
  }

  @Test
  void of_two_changes_at_one_moment_the_second_is_in_force() {
    Merchant twice = CHANGED.evolve(new MerchantChanged(MERCHANT, CHANGE, LATER));

    assertThat(twice.termsAt(CHANGE)).isEqualTo(LATER);
  }

  @Test
  void a_business_day_has_the_terms_that_it_began_under() {
    assertThat(CHANGED.termsOn(DAY.minusDays(365))).isEqualTo(TERMS);
    assertThat(CHANGED.termsOn(DAY.plusDays(1))).isEqualTo(TERMS);
    assertThat(CHANGED.termsOn(DAY.plusDays(2))).isEqualTo(DEARER);

    Instant fourInJakarta = Instant.parse("2018-07-26T21:00:00Z");
    assertThat(changedAt(fourInJakarta, DEARER).termsOn(DAY.plusDays(1))).isEqualTo(DEARER);
    assertThat(changedAt(fourInJakarta.plusNanos(1), DEARER).termsOn(DAY.plusDays(1)))
        .isEqualTo(TERMS);
  }

  @Test
  void a_new_cut_off_applies_to_days_that_begin_after_its_agreement() {
    Instant fiveInJakarta = Instant.parse("2018-07-26T22:00:00Z");

    assertThat(changedAt(fiveInJakarta, LATER).termsOn(DAY)).isEqualTo(TERMS);
    assertThat(changedAt(fiveInJakarta, LATER).termsOn(DAY.plusDays(1))).isEqualTo(LATER);
  }

  @Test
  void a_moment_belongs_to_the_day_by_the_terms_in_force_at_it() {
    Instant fiveInJakarta = Instant.parse("2018-07-26T22:00:00Z");
    Merchant merchant = changedAt(fiveInJakarta, LATER);

    assertThat(merchant.dateOf(fiveInJakarta.minusNanos(1))).isEqualTo(DAY.plusDays(1));
    assertThat(merchant.dateOf(fiveInJakarta)).isEqualTo(DAY);
  }

  @Test
  void the_span_of_a_day_covers_the_day_under_each_of_the_terms() {
    assertThat(REGISTERED.spanOf(DAY))
        .isEqualTo(new Span(TERMS.calendar().start(DAY), TERMS.calendar().end(DAY)));
    assertThat(changedAt(NOON, LATER).spanOf(DAY))
        .isEqualTo(new Span(TERMS.calendar().start(DAY), LATER.calendar().end(DAY)));
  }

  private static Merchant changedAt(Instant moment, MerchantTerms terms) {
    return REGISTERED.evolve(new MerchantChanged(MERCHANT, moment, terms));
  }

  @Test
  void a_lagging_clock_is_advanced_to_the_latest_agreement() {
    assertThat(Merchant.UNREGISTERED.notBefore(NOON)).isEqualTo(NOON);
    assertThat(CHANGED.notBefore(NOON)).isEqualTo(CHANGE);
    assertThat(CHANGED.notBefore(CHANGE)).isEqualTo(CHANGE);
    assertThat(CHANGED.notBefore(CHANGE.plusNanos(1))).isEqualTo(CHANGE.plusNanos(1));
  }
}
