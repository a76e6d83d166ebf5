package dev.mocha.postgres.reporting;

import static dev.mocha.postgres.TestDatabase.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mocha.application.ordering.StoredHistories.Extension;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.reconciling.OperationalDays;
import dev.mocha.application.reconciling.ReportDays;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.streaming.DeadLetter;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.NamedEvents;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.ordering.MerchantsTable;
import dev.mocha.postgres.ordering.OrdersTable;
import dev.mocha.postgres.ordering.StoredHistoriesTable;
import dev.mocha.postgres.ordering.Stores;
import dev.mocha.postgres.reconciling.LiveDays;
import dev.mocha.postgres.reconciling.OperationalDaysQuery;
import dev.mocha.postgres.streaming.StreamDeadLettersTable;
import dev.mocha.postgres.switching.OperationalDailyReports;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.transaction.TransactionDefinition;

/** The same orders in the main service's tables and, by way of the projection, in the report's. */
public final class ReportedOrders implements AutoCloseable {

  /** So many events of a batch: orders change within one and from one to the next. */
  private static final int BATCH = 4;

  private long deadLetters;
  private final Map<OrderId, Integer> appended = new HashMap<>();
  private final TestDatabase operational = TestDatabase.ofOrders();
  private final TestDatabase reports = TestDatabase.ofReports();
  private final OrdersTable orders = new OrdersTable(operational.jdbc());
  private final ReportTables rows = new ReportTables(reports.dataSource(), GENERATION);

  OperationalDailyReports operational() {
    return new OperationalDailyReports(operational.jdbc());
  }

  LiveDailyReports live() {
    return new LiveDailyReports(
        reports.dataSource(),
        reports.snapshot(),
        new LiveGeneration(reports.jdbc(), DailyReportProjection.VERSION));
  }

  /** As a reconciliation reads them. */
  public OperationalDays operationalDays() {
    return new OperationalDaysQuery(operational.dataSource());
  }

  /** As a reconciliation reads them. */
  public ReportDays reportDays() {
    return new LiveDays(
        reports.dataSource(), new LiveGeneration(reports.jdbc(), DailyReportProjection.VERSION));
  }

  /** Changes rows of the reports. */
  public void damage(String sql) {
    assertThat(reports.jdbc().sql(sql).update()).isPositive();
  }

  /** Changes rows of the main service. */
  public void damageOperational(String sql) {
    assertThat(operational.jdbc().sql(sql).update()).isPositive();
  }

  /** Who seals days of the reports. */
  SealedDaysTable seals() {
    var apart = reports.snapshot();
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return new SealedDaysTable(
        reports.dataSource(),
        reports.transaction(),
        apart,
        new LiveGeneration(reports.jdbc(), DailyReportProjection.VERSION));
  }

  /** Does it while somebody else has written a row of the reports and not committed it yet. */
  void whileWriting(String sql, Runnable work) {
    reports
        .transaction()
        .executeWithoutResult(
            _ -> {
              reports.jdbc().sql(sql).query().listOfRows();
              CompletableFuture.runAsync(work).join();
            });
  }

  /** Connections as reports are read by. */
  HikariDataSource readers() {
    return reports.readers();
  }

  public void agree(MerchantEvent event, long sequence) {
    new MerchantsTable(operational.jdbc()).record(event, sequence);
    rows.write(event, sequence);
  }

  /** As they happen: event after event; of an order that was appended before, what is new. */
  void happen(AnOrder... some) {
    var events = new ArrayList<Sequenced>();
    for (AnOrder it : some) {
      List<OrderEvent> all = it.events();
      int known = Objects.requireNonNullElse(appended.put(all.getFirst().orderId(), all.size()), 0);
      all.subList(known, all.size()).forEach(orders::record);
      events.addAll(sequenced(it.events()));
    }
    events.sort(Comparator.comparing(it -> it.event().at()));
    project(events);
  }

  /** As history: whole orders in bulk. */
  public void happened(AnOrder... examples) {
    var histories =
        new StoredHistoriesTable(
            operational.dataSource(),
            operational.transaction(),
            orders,
            Stores.notifications(operational),
            new NamedEvents(),
            (_, _) -> {},
            Clock.systemUTC(),
            "order");
    histories.extend(
        List.of(),
        _ ->
            List.of(examples).stream()
                .map(AnOrder::events)
                .map(it -> new Extension(it.getFirst().orderId(), List.of(), it))
                .toList());
    for (AnOrder it : examples) {
      project(sequenced(it.events()));
    }
  }

  /** A partition that is read, and complete up to a moment; null before a watermark came by. */
  public void readTo(int partition, @org.jspecify.annotations.Nullable Instant completeTo) {
    reports
        .jdbc()
        .sql(
            """
            INSERT INTO stream_offsets VALUES ('report_g1', 'orders', ?, 1, ?::timestamptz)
            ON CONFLICT (stream, topic, partition) DO UPDATE SET complete_to = excluded.complete_to
            """)
        .param(partition)
        .param(completeTo == null ? null : completeTo.toString())
        .update();
  }

  /** Parks a record of this key while its partition is complete to a moment. */
  void park(String key, @org.jspecify.annotations.Nullable Instant completeTo) {
    var partition = new LogPartition("orders", 0);
    deadLetters++;
    new StreamDeadLettersTable(reports.jdbc(), TestDatabase.GENERATION)
        .park(
            List.of(
                new DeadLetter(
                    partition,
                    deadLetters,
                    Instant.EPOCH,
                    key.getBytes(StandardCharsets.UTF_8),
                    null,
                    List.of(),
                    null,
                    "no good",
                    "",
                    false,
                    completeTo)),
            Integer.MAX_VALUE);
  }

  /** Deletes the dead letters, as if their records were applied. */
  void settleAll() {
    reports.jdbc().sql("DELETE FROM dead_letters").update();
  }

  /** An empty generation beside the one that is filled. */
  void make(String generation) {
    new GenerationSchema(reports.dataSource(), reports.transaction()).create(generation);
  }

  /** From now on this generation answers. */
  void promote(String generation) {
    reports.jdbc().sql("UPDATE live_generations SET generation = ?").param(generation).update();
  }

  void drop(String generation) {
    reports.jdbc().sql("DROP SCHEMA %s CASCADE".formatted(generation)).update();
  }

  private void project(List<Sequenced> events) {
    for (int from = 0; from < events.size(); from += BATCH) {
      List<Sequenced> batch = events.subList(from, Math.min(from + BATCH, events.size()));
      reports
          .transaction()
          .executeWithoutResult(_ -> new DailyReportProjection(rows).project(batch));
    }
  }

  private static List<Sequenced> sequenced(List<OrderEvent> events) {
    var numbered = new ArrayList<Sequenced>();
    for (OrderEvent event : events) {
      numbered.add(new Sequenced(event, numbered.size(), null));
    }
    return numbered;
  }

  @Override
  public void close() {
    operational.close();
    reports.close();
  }
}
