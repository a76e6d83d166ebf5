package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.Columns.instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mocha.application.reporting.DayBreakdown;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.ReportRows;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.BinaryCopy;
import dev.mocha.postgres.MerchantTermsTable;
import dev.mocha.postgres.OrderColumns;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of one generation, as the projection reads and writes them. */
public final class GenerationTables implements ReportRows {

  private static final String ORDER_COLUMNS =
      """
      merchant_id, business_date, order_id, sequence, placed_at, time_zone, currency, order_number,
      customer_id, payment_method, lines, discount, delivery_fee, tax, commission, note, status,
      accepted_at, ready_at, picked_up_at, delivered_at, rejected_at, cancelled_at, cancelled_by,
      reason, refunded
      """;

  private static final int ORDER_COLUMN_COUNT = 26;

  private static final String DAY_COLUMNS =
      """
      merchant_id, business_date, placed, accepted, ready, picked_up, delivered, rejected, cancelled,
      items, gross_sales, discounts, taxes, delivery_fees, refunds, commission, first_order_at,
      last_order_at, breakdown
      """;

  private static final int DAY_COLUMN_COUNT = 19;

  private final JdbcTemplate jdbc;
  private final String generation;
  private final MerchantTermsTable merchants;
  private final MonthPartitions months;

  /**
   * @param generation the schema
   */
  public GenerationTables(DataSource reports, String generation) {
    this.jdbc = new JdbcTemplate(reports);
    this.generation = generation;
    this.merchants =
        new MerchantTermsTable(JdbcClient.create(reports), generation + ".merchant_terms");
    this.months = new MonthPartitions(reports, generation);
  }

  @Override
  public Map<OrderId, OrderRow> orders(Set<OrderKey> keys) {
    var rows = new HashMap<OrderId, OrderRow>();
    jdbc.query(
        """
        SELECT o.*
        FROM unnest(?, ?, ?) AS wanted (merchant_id, business_date, order_id)
        JOIN %s.orders o USING (merchant_id, business_date, order_id)
        """
            .formatted(generation),
        row -> {
          PlacedOrder order = OrderColumns.read(row);
          rows.put(order.placed().orderId(), new OrderRow(order, row.getLong("sequence")));
        },
        array(keys.stream().map(it -> it.merchantId().value())),
        dates(keys.stream().map(OrderKey::businessDate)),
        array(keys.stream().map(it -> it.orderId().value())));
    return rows;
  }

  @Override
  public Map<DayKey, DaySummary> days(Set<DayKey> keys) {
    var days = new HashMap<DayKey, DaySummary>();
    jdbc.query(
        """
        SELECT d.*
        FROM unnest(?, ?) AS wanted (merchant_id, business_date)
        JOIN %s.days d USING (merchant_id, business_date)
        """
            .formatted(generation),
        row -> {
          var key =
              new DayKey(
                  new MerchantId(row.getString("merchant_id")),
                  row.getObject("business_date", LocalDate.class));
          days.put(key, new DaySummary(totals(row), breakdown(row)));
        },
        array(keys.stream().map(it -> it.merchantId().value())),
        dates(keys.stream().map(DayKey::businessDate)));
    return days;
  }

  @Override
  public void write(Collection<OrderRow> orders, Map<DayKey, DaySummary> days) {
    months.ensure(days.keySet().stream().map(DayKey::businessDate).toList());
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              upsert(
                  connection,
                  "orders",
                  ORDER_COLUMNS,
                  ORDER_COLUMN_COUNT,
                  "merchant_id, business_date, order_id",
                  "WHERE target.sequence < excluded.sequence",
                  orders,
                  GenerationTables::writeOrder);
              upsert(
                  connection,
                  "days",
                  DAY_COLUMNS,
                  DAY_COLUMN_COUNT,
                  "merchant_id, business_date",
                  "",
                  days.entrySet(),
                  GenerationTables::writeDay);
              return null;
            });
  }

  @Override
  public void write(MerchantEvent event, long sequence) {
    merchants.record(event, sequence);
  }

  /** Copies the rows beside the table and takes them over in one statement. */
  private <T> void upsert(
      Connection connection,
      String table,
      String columns,
      int columnCount,
      String key,
      String guard,
      Collection<T> values,
      BinaryCopy.RowWriter<T> writer)
      throws SQLException {
    String staging = "staged_%s_%s".formatted(generation, table);
    List<String> replaced =
        Stream.of(columns.split(",")).map(String::strip).filter(it -> !key.contains(it)).toList();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMP TABLE IF NOT EXISTS %s (LIKE %s.%s) ON COMMIT DELETE ROWS"
              .formatted(staging, generation, table));
      BinaryCopy.into(
          connection, "%s (%s)".formatted(staging, columns), columnCount, values, writer);
      int written =
          statement.executeUpdate(
              """
              INSERT INTO %1$s.%2$s AS target (%3$s)
              SELECT %3$s FROM %4$s
              ON CONFLICT (%5$s) DO UPDATE SET (%6$s) = ROW (%7$s) %8$s
              """
                  .formatted(
                      generation,
                      table,
                      columns,
                      staging,
                      key,
                      String.join(", ", replaced),
                      "excluded." + String.join(", excluded.", replaced),
                      guard));
      if (written != values.size()) {
        throw new IllegalStateException(
            "%d of %d rows of %s.%s hold newer events"
                .formatted(values.size() - written, values.size(), generation, table));
      }
    }
  }

  private static void writeOrder(BinaryCopy row, OrderRow it) throws IOException {
    PlacedOrder order = it.order();
    OrderPlaced placed = order.placed();
    row.text(placed.merchantId().value())
        .date(placed.businessDate())
        .text(placed.orderId().value())
        .bigint(it.sequence())
        .timestamptz(placed.at())
        .text(placed.timeZone().getId())
        .text(placed.currency().getCurrencyCode())
        .text(placed.orderNumber())
        .text(placed.customerId())
        .text(placed.paymentMethod())
        .jsonb(OrderColumns.json(placed.lines()))
        .bigint(placed.discount())
        .bigint(placed.deliveryFee())
        .bigint(placed.tax())
        .bigint(placed.commission())
        .text(placed.note())
        .text(order.status().name())
        .timestamptz(order.acceptedAt())
        .timestamptz(order.readyAt())
        .timestamptz(order.pickedUpAt())
        .timestamptz(order.deliveredAt())
        .timestamptz(order.rejectedAt())
        .timestamptz(order.cancelledAt())
        .text(order.cancelledBy())
        .text(order.reason())
        .bigint(order.refunded());
  }

  private static void writeDay(BinaryCopy row, Map.Entry<DayKey, DaySummary> it)
      throws IOException {
    DayTotals totals = it.getValue().totals();
    row.text(it.getKey().merchantId().value()).date(it.getKey().businessDate());
    for (OrderStatus status : OrderStatus.values()) {
      row.bigint(totals.ordersIn(status));
    }
    row.bigint(totals.items())
        .bigint(totals.grossSales())
        .bigint(totals.discounts())
        .bigint(totals.taxes())
        .bigint(totals.deliveryFees())
        .bigint(totals.refunds())
        .bigint(totals.commission())
        .timestamptz(totals.firstOrderAt())
        .timestamptz(totals.lastOrderAt())
        .jsonb(OrderColumns.json(it.getValue().breakdown()));
  }

  /** The totals in a row of {@code days}. */
  static DayTotals totals(ResultSet row) throws SQLException {
    var byStatus = new EnumMap<OrderStatus, Long>(OrderStatus.class);
    for (OrderStatus status : OrderStatus.values()) {
      byStatus.put(status, row.getLong(status.name().toLowerCase(java.util.Locale.ROOT)));
    }
    return new DayTotals(
        byStatus,
        row.getLong("items"),
        row.getLong("gross_sales"),
        row.getLong("discounts"),
        row.getLong("taxes"),
        row.getLong("delivery_fees"),
        row.getLong("refunds"),
        row.getLong("commission"),
        instant(row, "first_order_at"),
        instant(row, "last_order_at"));
  }

  /** The breakdown in a row of {@code days}. */
  static DayBreakdown breakdown(ResultSet row) throws SQLException {
    try {
      return OrderColumns.JSON.readValue(row.getString("breakdown"), DayBreakdown.class);
    } catch (JsonProcessingException broken) {
      throw new SQLException("the breakdown of a day is not readable", broken);
    }
  }

  private static String[] array(Stream<String> values) {
    return values.toArray(String[]::new);
  }

  private static Date[] dates(Stream<LocalDate> values) {
    return values.map(Date::valueOf).toArray(Date[]::new);
  }
}
