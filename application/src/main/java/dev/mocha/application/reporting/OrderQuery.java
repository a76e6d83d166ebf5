package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.OrderStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects orders of a day.
 *
 * @param limit the maximum number of orders on a page; 0 for none
 * @param after the last order of the page before; null for the first page
 * @param statuses only orders in these; all when empty
 * @param text only orders with this text in the order number or an item name, ignoring case; null
 *     for all
 */
public record OrderQuery(
    int limit, @Nullable OrderCursor after, Set<OrderStatus> statuses, @Nullable String text) {

  public static final int MAX_LIMIT = 1_000;

  public OrderQuery {
    statuses = Set.copyOf(statuses);
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit out of range: " + limit);
    }
  }

  /** The first orders of the day. */
  public static OrderQuery first(int limit) {
    return new OrderQuery(limit, null, Set.of(), null);
  }
}
