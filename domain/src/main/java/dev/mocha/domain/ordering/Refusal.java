package dev.mocha.domain.ordering;

/** The reasons to refuse a command. Their names are part of the HTTP API. */
public enum Refusal {
  UNKNOWN_ORDER("there is no such order"),
  UNKNOWN_MERCHANT("there is no such merchant"),
  ALREADY_REGISTERED("the merchant is already registered with other terms"),
  CURRENCY_IS_FIXED("the currency of a merchant cannot change"),
  ALREADY_PLACED("another order is stored with this id"),
  DISCOUNT_EXCEEDS_TOTAL("the discount exceeds the items' total"),
  TOTAL_TOO_LARGE("the items' total is too large"),
  ALREADY_DONE("the order has already taken this step or a later one"),
  ALREADY_CLOSED("the order is already delivered, rejected or cancelled"),
  OUT_OF_ORDER("a step before this one is missing"),
  ALREADY_ACCEPTED("an order can be rejected only before it is accepted"),
  BEFORE_PREVIOUS_STEP("the step is earlier than the previous one"),
  NOT_DELIVERED("only a delivered order can be refunded"),
  REFUND_EXCEEDS_PAYMENT("the refunds exceed the payment for the items");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** The reason for people. */
  public String text() {
    return text;
  }
}
