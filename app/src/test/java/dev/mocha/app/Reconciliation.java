package dev.mocha.app;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DayBreakdown;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.kafka.log.JsonEvents;
import dev.mocha.postgres.reporting.ReportTables;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Compares everything that is stored of the same events: the event store, the log, the archive, the
 * rows and days of the report, both reports, and the responses that clients got.
 */
final class Reconciliation {

  private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

  private final JdbcClient orders;
  private final JdbcClient reports;
  private final String generation;
  private final ReportTables tables;
  private final PublishedRecords log;
  private final JsonEvents serializer = new JsonEvents();

  /** An event as it is stored. */
  private record Stored(String id, String orderId, long sequence, Object payload) {}

  /** The figures of a day. */
  private record Figures(DayTotals totals, DayBreakdown breakdown) {}

  /**
   * @param properties the application's configuration
   */
  Reconciliation(Map<String, String> properties, PublishedRecords log) {
    DataSource reportsDatabase = database(properties, "mocha.postgres.reports.");
    this.orders = JdbcClient.create(database(properties, "mocha.postgres.orders."));
    this.reports = JdbcClient.create(reportsDatabase);
    this.generation =
        reports.sql("SELECT generation FROM live_generations").query(String.class).single();
    this.tables = new ReportTables(reportsDatabase, generation);
    this.log = log;
  }

  private static DataSource database(Map<String, String> properties, String prefix) {
    return new DriverManagerDataSource(
        properties.getOrDefault(prefix + "url", ""),
        properties.getOrDefault(prefix + "username", ""),
        properties.getOrDefault(prefix + "password", ""));
  }

  /**
   * Fails unless everything agrees when all events in flight have arrived.
   *
   * @param acknowledged the number of events of each order that clients got responses for
   */
  void requireAgreement(Running mocha, Map<String, Integer> acknowledged) {
    Map<TopicPartition, Long> ends = log.ends();
    Awaitility.await()
        .atMost(IN_FLIGHT)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              List<Stored> stored = stored();
              everyEventIsPublished(stored);
              everyRecordIsRead(ends);
              bothEndsCountTheSameEvents();
              rowsAreTheFoldOfEvents(stored);
              daysAreTheSumsOfRows();
              acknowledgedEventsAreInTheRows(acknowledged);
            });
    bothReportsAgree(mocha);
  }

  private List<Stored> stored() {
    return orders
        .sql(
            """
            SELECT event_id, aggregate_id, sequence_number, payload_type, payload_revision, payload
            FROM events ORDER BY global_index
            """)
        .query(
            (row, _) ->
                new Stored(
                    row.getString("event_id"),
                    row.getString("aggregate_id"),
                    row.getLong("sequence_number"),
                    serializer.deserialize(
                        new SimpleSerializedObject<>(
                            row.getBytes("payload"),
                            byte[].class,
                            row.getString("payload_type"),
                            row.getString("payload_revision")))))
        .list();
  }

  private void everyEventIsPublished(List<Stored> stored) {
    assertThat(log.events().stream().map(PublishedRecords::idOf).collect(toSet()))
        .as("events on the log")
        .isEqualTo(stored.stream().map(Stored::id).collect(toSet()));
    assertThat(
            reports
                .sql("SELECT event_id FROM stream_order_events")
                .query(String.class)
                .list()
                .stream()
                .sorted()
                .toList())
        .as("archived events")
        .isEqualTo(
            stored.stream()
                .filter(it -> it.payload() instanceof OrderEvent)
                .map(Stored::id)
                .sorted()
                .toList());
  }

  private void bothEndsCountTheSameEvents() {
    assertThat(
            reports
                .sql(
                    """
                    SELECT topic, partition, minute, expected_events, applied_events
                    FROM stream_counts JOIN stream_offsets USING (stream, topic, partition)
                    WHERE stream = ? AND minute >= coalesce(counted_from, minute)
                      AND (expected_events, expected_checksum) <> (applied_events, applied_checksum)
                    """)
                .param(generation)
                .query()
                .listOfRows())
        .as("minutes that differ")
        .isEmpty();
  }

  private void everyRecordIsRead(Map<TopicPartition, Long> ends) {
    reports
        .sql(
            """
            SELECT stream, topic, partition, next_offset FROM stream_offsets
            WHERE stream NOT IN (SELECT generation FROM generations WHERE ended_at IS NOT NULL)
            """)
        .query(
            row -> {
              var partition = new TopicPartition(row.getString(2), row.getInt(3));
              assertThat(row.getLong(4))
                  .as("offset of %s in %s", row.getString(1), partition)
                  .isGreaterThanOrEqualTo(ends.get(partition));
            });
    assertThat(reports.sql("SELECT reason FROM dead_letters").query(String.class).list())
        .as("dead letters")
        .isEmpty();
  }

  private void rowsAreTheFoldOfEvents(List<Stored> stored) {
    var expected = new HashMap<OrderId, OrderRow>();
    for (Stored it : stored) {
      if (it.payload() instanceof OrderEvent event) {
        OrderRow before = expected.get(event.orderId());
        PlacedOrder after =
            before == null ? PlacedOrder.of((OrderPlaced) event) : before.order().after(event);
        expected.put(event.orderId(), new OrderRow(after, it.sequence()));
      }
    }
    assertThat(rows()).as("rows of the report").isEqualTo(expected);
  }

  private Map<OrderId, OrderRow> rows() {
    List<OrderKey> keys =
        reports
            .sql("SELECT merchant_id, business_date, order_id FROM %s.orders".formatted(generation))
            .query(
                (row, _) ->
                    new OrderKey(
                        new MerchantId(row.getString(1)),
                        row.getObject(2, LocalDate.class),
                        new OrderId(row.getString(3))))
            .list();
    assertThat(keys.stream().map(OrderKey::orderId).collect(toSet())).hasSameSizeAs(keys);
    return tables.orders(Set.copyOf(keys));
  }

  private void daysAreTheSumsOfRows() {
    var expected = new HashMap<DayKey, DaySummary>();
    for (OrderRow it : rows().values()) {
      expected.computeIfAbsent(dayOf(it), _ -> new DaySummary()).change(null, it);
    }
    assertThat(figures(tables.days(expected.keySet())))
        .as("days of the report")
        .isEqualTo(figures(expected));
    assertThat(
            reports
                .sql("SELECT count(*) FROM %s.days".formatted(generation))
                .query(Integer.class)
                .single())
        .isEqualTo(expected.size());
  }

  private static Map<DayKey, Figures> figures(Map<DayKey, DaySummary> days) {
    var figures = new HashMap<DayKey, Figures>();
    days.forEach((key, it) -> figures.put(key, new Figures(it.totals(), it.breakdown())));
    return figures;
  }

  private void acknowledgedEventsAreInTheRows(Map<String, Integer> acknowledged) {
    assertThat(acknowledged).isNotEmpty();
    Map<OrderId, OrderRow> rows = rows();
    acknowledged.forEach(
        (orderId, events) -> {
          OrderRow row = rows.get(new OrderId(orderId));
          assertThat(row == null ? 0 : row.sequence() + 1)
              .as("events of order %s", orderId)
              .isGreaterThanOrEqualTo(events);
        });
  }

  private void bothReportsAgree(Running mocha) {
    Collection<DayKey> days = rows().values().stream().map(Reconciliation::dayOf).collect(toSet());
    for (DayKey day : days) {
      String merchant = day.merchantId().value();
      assertThat(mocha.candidateReport(merchant, day.businessDate()))
          .as("report of %s", day)
          .isEqualTo(mocha.primaryReport(merchant, day.businessDate()));
    }
  }

  private static DayKey dayOf(OrderRow row) {
    OrderPlaced placed = row.order().placed();
    return new DayKey(placed.merchantId(), placed.businessDate());
  }
}
