package dev.mocha.domain.ordering;

/** Why a command was refused. The names are part of the HTTP interface. */
public enum Refusal {
  /** There is no order of this id. */
  UNKNOWN_ORDER,
  /** There is no merchant of this id. */
  UNKNOWN_MERCHANT,
  /** The merchant is already registered with other terms. */
  ALREADY_REGISTERED,
  /** A merchant keeps its currency. */
  CURRENCY_IS_FIXED,
  /** Another order was already placed under this id. */
  ALREADY_PLACED,
  /** The discount is larger than the items' total. */
  DISCOUNT_EXCEEDS_TOTAL,
  /** The items' total is larger than {@link Money#MAX}. */
  TOTAL_TOO_LARGE,
  /** The order has already taken this step, or a later one. */
  ALREADY_DONE,
  /** The order was delivered, rejected or cancelled before. */
  ALREADY_CLOSED,
  /** A step before this one is missing. */
  OUT_OF_ORDER,
  /** An order can be rejected only before it is accepted. */
  ALREADY_ACCEPTED,
  /** The step is dated before the one it follows. */
  BEFORE_PREVIOUS_STEP,
  /** Only a delivered order can be refunded. */
  NOT_DELIVERED,
  /** The refunds would be larger than what was paid for the items. */
  REFUND_EXCEEDS_PAYMENT
}
