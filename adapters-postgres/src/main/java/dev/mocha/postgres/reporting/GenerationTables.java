package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.Columns.instant;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mocha.application.publishing.LogCount;
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
import dev.mocha.postgres.KeyedTable;
import dev.mocha.postgres.KeyedTable.Column;
import dev.mocha.postgres.MerchantTermsTable;
import dev.mocha.postgres.OrderColumns;
import dev.mocha.postgres.Row;
import dev.mocha.postgres.streaming.StreamCountsTable;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  private static final List<Column> ORDER_COLUMNS =
      columns(
          """
          merchant_id text, business_date date, order_id text, sequence bigint,
          placed_at timestamptz, time_zone text, currency text, order_number text,
          customer_id text, payment_method text, lines jsonb, items_total bigint,
          discount bigint, delivery_fee bigint, tax bigint, commission bigint, note text,
          status text, accepted_at timestamptz, ready_at timestamptz,
          picked_up_at timestamptz, delivered_at timestamptz, rejected_at timestamptz,
          cancelled_at timestamptz, cancelled_by text, reason text, refunded bigint
          """);

  private static final List<Column> DAY_COLUMNS =
      columns(
          """
          merchant_id text, business_date date, placed bigint, accepted bigint, ready bigint,
          picked_up bigint, delivered bigint, rejected bigint, cancelled bigint, items bigint,
          gross_sales bigint, discounts bigint, taxes bigint, delivery_fees bigint,
          refunds bigint, commission bigint, first_order_at timestamptz,
          last_order_at timestamptz, breakdown jsonb, checksum bigint
          """);

  private final JdbcTemplate jdbc;
  private final String generation;
  private final MerchantTermsTable merchants;
  private final MonthPartitions months;
  private final KeyedTable orders;
  private final KeyedTable days;
  private final StreamCountsTable counts;

  /**
   * @param generation the schema
   */
  public GenerationTables(DataSource reports, String generation) {
    this.jdbc = new JdbcTemplate(reports);
    this.generation = generation;
    this.merchants =
        new MerchantTermsTable(JdbcClient.create(reports), generation + ".merchant_terms");
    this.months = new MonthPartitions(reports, generation);
    this.counts = new StreamCountsTable(JdbcClient.create(reports), generation);
    this.orders =
        new KeyedTable(
            generation + ".orders",
            ORDER_COLUMNS,
            List.of("merchant_id", "business_date", "order_id"),
            "sequence");
    this.days =
        new KeyedTable(
            generation + ".days", DAY_COLUMNS, List.of("merchant_id", "business_date"), null);
  }

  private static List<Column> columns(String declared) {
    return Stream.of(declared.split(","))
        .map(it -> it.strip().split(" "))
        .map(it -> new Column(it[0], it[1]))
        .toList();
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
          OrderRow order = order(row);
          rows.put(order.order().placed().orderId(), order);
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
          days.put(key, summary(row));
        },
        array(keys.stream().map(it -> it.merchantId().value())),
        dates(keys.stream().map(DayKey::businessDate)));
    return days;
  }

  @Override
  public void write(Collection<OrderRow> changed, Map<DayKey, DaySummary> daysOf) {
    months.ensure(daysOf.keySet().stream().map(DayKey::businessDate).toList());
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              require(
                  changed.size(),
                  orders.upsert(connection, changed, GenerationTables::writeOrder),
                  "orders");
              require(
                  daysOf.size(),
                  days.upsert(connection, daysOf.entrySet(), GenerationTables::writeDay),
                  "days");
              return null;
            });
  }

  /** Adds orders that are not there yet, by the fastest way in. */
  public void copyOrders(Collection<OrderRow> added) {
    months.ensure(added.stream().map(it -> it.order().placed().businessDate()).toList());
    copy("orders", ORDER_COLUMNS, added, GenerationTables::writeOrder);
  }

  /** Adds days that are not there yet, by the fastest way in. */
  public void copyDays(Map<DayKey, DaySummary> added) {
    months.ensure(added.keySet().stream().map(DayKey::businessDate).toList());
    copyDays("days", added);
  }

  /**
   * Adds days, or pieces of days, to a table of the generation.
   *
   * @param table with the columns of {@code days}
   */
  public void copyDays(String table, Map<DayKey, DaySummary> added) {
    copy(table, DAY_COLUMNS, added.entrySet(), GenerationTables::writeDay);
  }

  private <T> void copy(
      String table, List<Column> columns, Collection<T> added, KeyedTable.RowWriter<T> writer) {
    if (added.isEmpty()) {
      return;
    }
    String target =
        columns.stream()
            .map(Column::name)
            .collect(joining(", ", generation + "." + table + " (", ")"));
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              BinaryCopy.into(connection, target, columns.size(), added, writer::write);
              return null;
            });
  }

  @Override
  public boolean write(MerchantEvent event, long sequence) {
    return merchants.record(event, sequence);
  }

  @Override
  public void count(Collection<LogCount> applied) {
    counts.apply(applied);
  }

  private void require(int given, int written, String table) {
    if (written != given) {
      throw new IllegalStateException(
          "%d of %d rows of %s.%s hold newer events"
              .formatted(given - written, given, generation, table));
    }
  }

  private static void writeOrder(Row row, OrderRow it) {
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
        .bigint(placed.itemsTotal())
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

  private static void writeDay(Row row, Map.Entry<DayKey, DaySummary> it) {
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
        .jsonb(OrderColumns.json(it.getValue().breakdown()))
        .bigint(it.getValue().checksum());
  }

  /** The order in a row of {@code orders}. */
  public static OrderRow order(ResultSet row) throws SQLException {
    return new OrderRow(OrderColumns.read(row), row.getLong("sequence"));
  }

  /** The day in a row of {@code days}. */
  public static DaySummary summary(ResultSet row) throws SQLException {
    return new DaySummary(totals(row), breakdown(row), row.getLong("checksum"));
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
