package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.sql.Columns.at;
import static java.util.Objects.requireNonNull;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.sql.Like;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * The statement that reads a page of a day's orders from a generation, plus one order to know
 * whether there is a next page.
 *
 * @param parameters by name
 */
record OrderPageStatement(String sql, Map<String, Object> parameters) {

  /**
   * Its result has the columns of {@code orders} and {@code number}, the position on the page from
   * 1.
   */
  static OrderPageStatement of(
      String generation, MerchantId merchantId, LocalDate date, OrderQuery query) {
    var sql =
        new StringBuilder(
            """
            SELECT row_number() OVER (ORDER BY placed_at, order_id) AS number, *
            FROM %s.orders
            WHERE merchant_id = :merchant AND business_date = :date
            """
                .formatted(generation));
    var parameters = new HashMap<String, Object>();
    parameters.put("merchant", merchantId.value());
    parameters.put("date", date);
    if (query.after() != null) {
      sql.append(" AND (placed_at, order_id) > (:placedAt, :orderId)");
      parameters.put("placedAt", requireNonNull(at(query.after().placedAt())));
      parameters.put("orderId", query.after().orderId().value());
    }
    if (!query.statuses().isEmpty()) {
      sql.append(" AND status IN (:statuses)");
      parameters.put("statuses", query.statuses().stream().map(Enum::name).toList());
    }
    if (query.text() != null) {
      sql.append(
          """
           AND (order_number ILIKE :like
                OR EXISTS (SELECT FROM jsonb_to_recordset(lines) AS line (name text)
                           WHERE line.name ILIKE :like))\
          """);
      parameters.put("like", Like.containing(query.text()));
    }
    sql.append(" ORDER BY placed_at, order_id LIMIT :limit");
    parameters.put("limit", query.limit() == 0 ? 0 : query.limit() + 1);
    return new OrderPageStatement(sql.toString(), parameters);
  }
}
