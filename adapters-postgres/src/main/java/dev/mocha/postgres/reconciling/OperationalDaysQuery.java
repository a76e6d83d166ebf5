package dev.mocha.postgres.reconciling;

import static dev.mocha.postgres.sql.Columns.requiredInstant;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.mocha.application.ordering.OrderingModule;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.postgres.ordering.OrdersTable;
import dev.mocha.postgres.rows.MerchantTermsTable;
import dev.mocha.postgres.rows.OrderColumns;
import dev.mocha.postgres.sql.UnreadableJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the main service's tables. */
public final class OperationalDaysQuery implements OperationalDays {

  /**
   * Orders of a business day are placed between one day before and three days after its date. The
   * condition on the time lets PostgreSQL use the index on merchant and time.
   */
  private static final String OF_DAYS =
      """
      WHERE merchant_id = :merchant
        AND business_date BETWEEN :from AND :to
        AND placed_at >= CAST(:from AS date) - interval '1 day'
        AND placed_at < CAST(:to AS date) + interval '3 days'
      """;

  private static final String ORDERS =
      """
      SELECT placed.*,
             (SELECT coalesce(max(e.sequence_number), -1) FROM events e
              WHERE e.aggregate_id = placed.order_id AND e.aggregate_type = :type) AS sequence
      FROM (%s %s) AS placed
      ORDER BY order_id
      """
          .formatted(OrdersTable.SELECT, OF_DAYS);

  private static final Logger LOG = LoggerFactory.getLogger(OperationalDaysQuery.class);

  private final JdbcClient jdbc;
  private final MerchantTermsTable terms;

  public OperationalDaysQuery(DataSource orders) {
    this.jdbc = JdbcClient.create(orders);
    this.terms = new MerchantTermsTable(jdbc, "merchant_terms");
  }

  @Override
  public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
    return merchants(jdbc, "merchant_terms", after, limit);
  }

  static List<MerchantId> merchants(
      JdbcClient jdbc, String table, @Nullable MerchantId after, int limit) {
    return jdbc.sql(
            """
            SELECT DISTINCT merchant_id FROM %s
            WHERE merchant_id > ? ORDER BY merchant_id LIMIT ?
            """
                .formatted(table))
        .params(after == null ? "" : after.value(), limit)
        .query((row, _) -> new MerchantId(row.getString("merchant_id")))
        .list();
  }

  /** Terms that cannot be read count as absent. */
  static Merchant merchant(MerchantTermsTable terms, MerchantId merchantId) {
    try {
      return terms.find(List.of(merchantId)).getOrDefault(merchantId, Merchant.UNREGISTERED);
    } catch (DateTimeException | IllegalArgumentException broken) {
      LOG.warn("the terms of merchant {} cannot be read: {}", merchantId.value(), broken + "");
      return Merchant.UNREGISTERED;
    }
  }

  @Override
  public Map<LocalDate, Long> counts(MerchantId merchantId, LocalDate from, LocalDate to) {
    return jdbc
        .sql(
            "SELECT business_date, count(*) AS orders FROM orders %s GROUP BY business_date"
                .formatted(OF_DAYS))
        .param("merchant", merchantId.value())
        .param("from", from)
        .param("to", to)
        .query(
            (row, _) ->
                Map.entry(row.getObject("business_date", LocalDate.class), row.getLong("orders")))
        .list()
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public OperationalSnapshot read(MerchantId merchantId, LocalDate from, LocalDate to) {
    Merchant merchant = merchant(terms, merchantId);
    Map<LocalDate, List<OrderRow>> orders =
        jdbc
            .sql(ORDERS)
            .param("type", OrderingModule.ORDER_TYPE)
            .param("merchant", merchantId.value())
            .param("from", from)
            .param("to", to)
            .query((row, _) -> order(row))
            .list()
            .stream()
            .flatMap(Optional::stream)
            .collect(groupingBy(it -> it.order().placed().businessDate()));
    // After the reads: everything in them was committed before.
    return new OperationalSnapshot(now(), merchant, orders);
  }

  /** A row that cannot be read, such as one without items, counts as absent: its day differs. */
  private static Optional<OrderRow> order(ResultSet row) throws SQLException {
    try {
      return Optional.of(new OrderRow(OrderColumns.read(row), row.getLong("sequence")));
    } catch (RuntimeException | UnreadableJson broken) {
      LOG.warn("the row of order {} cannot be read: {}", row.getString("order_id"), broken + "");
      return Optional.empty();
    }
  }

  private Instant now() {
    return jdbc.sql("SELECT clock_timestamp() AS now")
        .query((row, _) -> requiredInstant(row, "now"))
        .single();
  }
}
