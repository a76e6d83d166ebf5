package dev.mocha.postgres.rows;

import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import dev.mocha.postgres.sql.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * Reads the columns of an order, which have the same names in the operational tables and the report
 * tables. Lines and refunds are JSON arrays.
 */
public final class OrderColumns {

  /** The JSON of columns: lines, refunds, breakdowns. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .build();

  private static final ObjectReader LINES = JSON.readerForListOf(OrderLine.class);
  private static final ObjectReader REFUNDS = JSON.readerForListOf(Refund.class);

  private OrderColumns() {}

  /** Reads the current row. */
  public static PlacedOrder read(ResultSet row) throws SQLException {
    return new PlacedOrder(
        new OrderPlaced(
            new OrderId(row.getString("order_id")),
            new MerchantId(row.getString("merchant_id")),
            row.getObject("business_date", LocalDate.class),
            requiredInstant(row, "placed_at"),
            ZoneId.of(row.getString("time_zone")),
            Currency.getInstance(row.getString("currency")),
            row.getString("order_number"),
            row.getString("customer_id"),
            row.getString("payment_method"),
            Columns.json(row, "lines", LINES),
            row.getLong("items_total"),
            row.getLong("discount"),
            row.getLong("delivery_fee"),
            row.getLong("tax"),
            row.getLong("commission"),
            row.getString("note")),
        OrderStatus.valueOf(row.getString("status")),
        instant(row, "accepted_at"),
        instant(row, "ready_at"),
        instant(row, "picked_up_at"),
        instant(row, "delivered_at"),
        instant(row, "rejected_at"),
        instant(row, "cancelled_at"),
        row.getString("cancelled_by"),
        row.getString("reason"),
        refunds(row, "refunds"));
  }

  /** Reads the current row and all after it; none where the current row has no order. */
  public static List<PlacedOrder> readAll(ResultSet rows) throws SQLException {
    var orders = new ArrayList<PlacedOrder>();
    if (rows.getString("order_id") != null) {
      do {
        orders.add(read(rows));
      } while (rows.next());
    }
    return orders;
  }

  /** The value as JSON text. */
  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The refunds in a column. */
  public static List<Refund> refunds(ResultSet row, String column) throws SQLException {
    return Columns.json(row, column, REFUNDS);
  }
}
