package dev.mocha.domain.ordering;

/** The reasons to refuse a command. Their names are part of the HTTP API. */
public enum Refusal {
  /** There is no order with this id. */
  UNKNOWN_ORDER,
  /** There is no merchant with this id. */
  UNKNOWN_MERCHANT,
  /** The merchant is already registered with other terms. */
  ALREADY_REGISTERED,
  /** The currency of a merchant cannot change. */
  CURRENCY_IS_FIXED,
  /** Another order was placed with this id. */
  ALREADY_PLACED,
  /** The discount exceeds the items' total. */
  DISCOUNT_EXCEEDS_TOTAL,
  /** The items' total exceeds {@link Money#MAX}. */
  TOTAL_TOO_LARGE,
  /** The order has already taken this step, or a later one. */
  ALREADY_DONE,
  /** The order is already delivered, rejected or cancelled. */
  ALREADY_CLOSED,
  /** A step before this one is missing. */
  OUT_OF_ORDER,
  /** An order can be rejected only before it is accepted. */
  ALREADY_ACCEPTED,
  /** The step is earlier than the previous one. */
  BEFORE_PREVIOUS_STEP,
  /** Only a delivered order can be refunded. */
  NOT_DELIVERED,
  /** The refunds would exceed the payment for the items. */
  REFUND_EXCEEDS_PAYMENT
}
