package dev.mocha.domain.ordering;

/** The id of a merchant, and the key of its records on the log. */
public record MerchantId(String value) {

  public MerchantId {
    Identifiers.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
