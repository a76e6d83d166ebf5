package dev.mocha.domain.ordering;

/** The commands of a merchant. */
public sealed interface MerchantCommand {

  MerchantId merchantId();

  record RegisterMerchant(MerchantId merchantId, MerchantTerms terms) implements MerchantCommand {}

  record ChangeMerchant(MerchantId merchantId, MerchantTerms terms) implements MerchantCommand {}
}
