package dev.mocha.domain.ordering;

/** Names a merchant everywhere, and keys the published log. */
public record MerchantId(String value) {

  public MerchantId {
    Identifiers.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
