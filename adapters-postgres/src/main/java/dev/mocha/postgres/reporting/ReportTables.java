package dev.mocha.postgres.reporting;

import static java.util.stream.Collectors.joining;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.postgres.rows.MerchantTermsTable;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.BinaryCopy;
import dev.mocha.postgres.sql.KeyedTable;
import dev.mocha.postgres.sql.KeyedTable.Column;
import dev.mocha.postgres.sql.Row;
import dev.mocha.postgres.streaming.StreamCountsTable;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
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
public final class ReportTables implements ReportRows {

  private static final List<Column> ORDER_COLUMNS =
      Column.list(
          """
          merchant_id text, business_date date, order_id text, sequence bigint,
          placed_at timestamptz, time_zone text, currency text, order_number text,
          customer_id text, payment_method text, lines jsonb, items_total bigint,
          discount bigint, delivery_fee bigint, tax bigint, commission bigint, note text,
          status text, accepted_at timestamptz, ready_at timestamptz,
          picked_up_at timestamptz, delivered_at timestamptz, rejected_at timestamptz,
          cancelled_at timestamptz, cancelled_by text, reason text, refunds jsonb
          """);

  private final JdbcTemplate jdbc;
  private final String generation;
  private final MerchantTermsTable merchants;
  private final MonthPartitions months;
  private final KeyedTable orders;
  private final RefundsTable refunds;
  private final KeyedTable days;
  private final StreamCountsTable counts;

  /**
   * @param generation the schema
   */
  public ReportTables(DataSource reports, String generation) {
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
    this.refunds = new RefundsTable(generation);
    this.days =
        new KeyedTable(
            generation + ".days",
            DayRowMapping.COLUMNS,
            List.of("merchant_id", "business_date"),
            null);
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
          days.put(key, DayRowMapping.read(row));
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
                  orders.upsert(connection, changed, ReportTables::writeOrder),
                  "orders");
              require(
                  daysOf.size(),
                  days.upsert(connection, daysOf.entrySet(), DayRowMapping::write),
                  "days");
              refunds.write(connection, changed);
              return null;
            });
  }

  /** Adds new orders by binary COPY. */
  public void copyOrders(Collection<OrderRow> added) {
    months.ensure(added.stream().map(it -> it.order().placed().businessDate()).toList());
    copy("orders", ORDER_COLUMNS, added, ReportTables::writeOrder);
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              refunds.copy(connection, added);
              return null;
            });
  }

  /** Adds new days by binary COPY. */
  public void copyDays(Map<DayKey, DaySummary> added) {
    months.ensure(added.keySet().stream().map(DayKey::businessDate).toList());
    copyDays("days", added);
  }

  /**
   * Adds days, or parts of days, to a table of the generation.
   *
   * @param table with the columns of {@code days}
   */
  public void copyDays(String table, Map<DayKey, DaySummary> added) {
    copy(table, DayRowMapping.COLUMNS, added.entrySet(), DayRowMapping::write);
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
    boolean added = addTerms(event, sequence);
    if (added) {
      jdbc.execute("SELECT pg_advisory_xact_lock_shared(%s)".formatted(SealedDaysTable.LOCK));
      sealAnew(event.merchantId());
    }
    return added;
  }

  /**
   * Stores the terms of a merchant while the generation has no days yet.
   *
   * @return false when they are stored already
   */
  public boolean addTerms(MerchantEvent event, long sequence) {
    return merchants.record(event, sequence);
  }

  /**
   * Makes every day of the merchant due, in the caller's transaction, while no process seals. A row
   * that another transaction writes at this time becomes due by that write.
   */
  private void sealAnew(MerchantId merchantId) {
    jdbc.update(
        """
        UPDATE %1$s.days SET seal_due = true, ends_at = NULL
        WHERE (merchant_id, business_date) IN (
          SELECT merchant_id, business_date FROM %1$s.days
          WHERE merchant_id = ? AND (NOT seal_due OR ends_at IS NOT NULL)
          FOR UPDATE SKIP LOCKED)
        """
            .formatted(generation),
        merchantId.value());
  }

  /**
   * Deletes the seals of a merchant whose rows are repaired: the wrong row may have been sealed
   * under the same checksum. No process seals before the caller's transaction ends. Call it last in
   * the transaction: a stream waits for the days that it locks.
   */
  public void breakSeals(MerchantId merchantId) {
    jdbc.execute("SELECT pg_advisory_xact_lock(%s)".formatted(SealedDaysTable.LOCK));
    jdbc.update(
        "DELETE FROM %s.sealed_days WHERE merchant_id = ?".formatted(generation),
        merchantId.value());
    sealAnew(merchantId);
  }

  @Override
  public void count(Collection<LogCount> applied) {
    counts.apply(applied);
  }

  private void require(int given, int written, String table) {
    if (written != given) {
      throw new IllegalStateException(
          "%d of %d rows of %s.%s contain newer events"
              .formatted(given - written, given, generation, table));
    }
  }

  /** The order in a row of {@code orders}. */
  public static OrderRow order(ResultSet row) throws SQLException {
    return new OrderRow(OrderColumns.read(row), row.getLong("sequence"));
  }

  /** The day of a row of any table. */
  public static DayKey key(ResultSet row) throws SQLException {
    return new DayKey(
        new MerchantId(row.getString("merchant_id")),
        row.getObject("business_date", LocalDate.class));
  }

  /** The summary in a row of {@code days}. */
  public static DaySummary summary(ResultSet row) throws SQLException {
    return DayRowMapping.read(row);
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
        .jsonb(OrderColumns.json(order.refunds()));
  }

  private static String[] array(Stream<String> values) {
    return values.toArray(String[]::new);
  }

  private static Date[] dates(Stream<LocalDate> values) {
    return values.map(Date::valueOf).toArray(Date[]::new);
  }
}
