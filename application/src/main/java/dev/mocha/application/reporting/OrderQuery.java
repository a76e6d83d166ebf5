package dev.mocha.application.reporting;

import dev.mocha.domain.ordering.OrderStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which orders of a day.
 *
 * @param limit the most orders of a page; 0 for none
 * @param after the end of the page before; null for the first
 * @param statuses only those; all when empty
 * @param text only orders with this in the order number or in an item's name, in any case; null for
 *     all
 */
public record OrderQuery(
    int limit, @Nullable OrderCursor after, Set<OrderStatus> statuses, @Nullable String text) {

  /** The most orders of one page. */
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
