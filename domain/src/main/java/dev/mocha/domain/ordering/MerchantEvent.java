package dev.mocha.domain.ordering;

import java.time.Instant;

/** What happened to a merchant. The terms hold from {@code at} on, until the next event. */
public sealed interface MerchantEvent {

  MerchantId merchantId();

  Instant at();

  MerchantTerms terms();

  record MerchantRegistered(MerchantId merchantId, Instant at, MerchantTerms terms)
      implements MerchantEvent {}

  record MerchantChanged(MerchantId merchantId, Instant at, MerchantTerms terms)
      implements MerchantEvent {}
}
