package dev.mocha.postgres.reporting;

import static java.util.stream.Collectors.joining;

import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.PlacedOrder.Refund;
import dev.mocha.postgres.sql.BinaryCopy;
import dev.mocha.postgres.sql.KeyedTable;
import dev.mocha.postgres.sql.KeyedTable.Column;
import dev.mocha.postgres.sql.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The refunds of a generation by the time at which they were made. The rows of {@code orders} are
 * the source; this table finds refunds without the business date of their order. A refund never
 * changes.
 */
final class RefundsTable {

  private static final List<Column> COLUMNS =
      Column.list(
          """
          merchant_id text, refunded_at timestamptz, order_id text, number integer,
          business_date date, amount bigint
          """);

  /** A day that is being sealed is skipped: the sealer compares the refunds itself. */
  private static final String SEAL_ANEW =
      """
      UPDATE %1$s.days SET seal_due = true
      WHERE (merchant_id, business_date) IN (
        SELECT day.merchant_id, day.business_date
        FROM unnest(?, ?::timestamptz[]) AS made (merchant_id, refunded_at)
        JOIN %1$s.sealed_days AS seal
          ON seal.merchant_id = made.merchant_id
          AND seal.business_date BETWEEN (made.refunded_at AT TIME ZONE 'UTC')::date - 2
                                     AND (made.refunded_at AT TIME ZONE 'UTC')::date + 1
          AND made.refunded_at >= seal.refunds_from AND made.refunded_at < seal.refunds_to
        JOIN %1$s.days AS day
          ON (day.merchant_id, day.business_date) = (seal.merchant_id, seal.business_date)
        WHERE NOT day.seal_due
        FOR UPDATE OF day SKIP LOCKED)
      """;

  private final String generation;
  private final KeyedTable table;

  RefundsTable(String generation) {
    this.generation = generation;
    this.table =
        new KeyedTable(
            generation + ".refunds",
            COLUMNS,
            List.of("merchant_id", "refunded_at", "order_id", "number"),
            null);
  }

  /**
   * Writes the refunds of these orders, and makes the sealed days on which they were made due
   * again.
   */
  void write(Connection connection, Collection<OrderRow> orders) throws SQLException {
    List<Made> made = Made.of(orders);
    if (made.isEmpty()) {
      return;
    }
    table.upsert(connection, made, (row, it) -> it.write(row));
    try (PreparedStatement sealAnew =
        connection.prepareStatement(SEAL_ANEW.formatted(generation))) {
      sealAnew.setObject(
          1,
          made.stream().map(it -> it.order().placed().merchantId().value()).toArray(String[]::new));
      sealAnew.setObject(
          2, made.stream().map(it -> it.refund().at().toString()).toArray(String[]::new));
      sealAnew.executeUpdate();
    }
  }

  /** Adds the refunds of new orders by binary COPY. */
  void copy(Connection connection, Collection<OrderRow> orders) throws SQLException {
    List<Made> made = Made.of(orders);
    if (!made.isEmpty()) {
      BinaryCopy.into(
          connection,
          COLUMNS.stream().map(Column::name).collect(joining(", ", generation + ".refunds (", ")")),
          COLUMNS.size(),
          made,
          (row, it) -> it.write(row));
    }
  }

  private record Made(PlacedOrder order, int number, Refund refund) {

    static List<Made> of(Collection<OrderRow> rows) {
      var made = new ArrayList<Made>();
      for (OrderRow row : rows) {
        int number = 0;
        for (Refund refund : row.order().refunds()) {
          made.add(new Made(row.order(), ++number, refund));
        }
      }
      return made;
    }

    void write(Row row) {
      row.text(order.placed().merchantId().value())
          .timestamptz(refund.at())
          .text(order.placed().orderId().value())
          .integer(number)
          .date(order.placed().businessDate())
          .bigint(refund.amount());
    }
  }
}
