package dev.mocha.domain.ordering;

/** The id of an order. */
public record OrderId(String value) {

  public OrderId {
    Identifiers.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
