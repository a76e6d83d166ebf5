package dev.mocha.domain.ordering;

import java.time.Instant;

/** The events of a merchant. The terms are in force from {@code at} until the next event. */
public sealed interface MerchantEvent {

  MerchantId merchantId();

  Instant at();

  MerchantTerms terms();

  record MerchantRegistered(MerchantId merchantId, Instant at, MerchantTerms terms)
      implements MerchantEvent {}

  record MerchantChanged(MerchantId merchantId, Instant at, MerchantTerms terms)
      implements MerchantEvent {}
}
