package dev.mocha.domain.ordering;

/** Names an order everywhere: in commands, events, tables and addresses. */
public record OrderId(String value) {

  public OrderId {
    Identifiers.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
