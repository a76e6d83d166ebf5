package dev.mocha.postgres.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.RebuildRequest;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.TestDatabase;
import dev.mocha.postgres.reporting.GenerationSchema;
import dev.mocha.postgres.reporting.ReportTables;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** What tests of rebuilding have in common. */
final class Rebuilding {

  static final LogPartition PARTITION = new LogPartition("mocha.orders", 0);
  static final RequestedBy OPS = new RequestedBy("ops", "because");
  static final RebuildRequest FROM_LOG = new RebuildRequest(Source.LOG, false, false, 0);

  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private Rebuilding() {}

  static GenerationRegistry generations(TestDatabase database) {
    return new GenerationRegistry(
        database.jdbc(),
        database.transaction(),
        new ExclusiveWork(database.dataSource(), "work"),
        new UnusedGenerations(database.jdbc(), database.transaction()));
  }

  /** Makes the tables of a generation, with their keys. */
  static void create(TestDatabase database, String generation) {
    new GenerationSchema(database.dataSource(), database.transaction()).create(generation);
  }

  /** The events of an order with their places in its life, each counted. */
  static List<Sequenced> sequenced(AnOrder order) {
    var numbered = new ArrayList<Sequenced>();
    for (OrderEvent event : order.events()) {
      numbered.add(
          new Sequenced(
              event,
              numbered.size(),
              LogCount.of(PARTITION, event.at(), event.orderId().value() + "/" + numbered.size())));
    }
    return numbered;
  }

  static List<Sequenced> sequenced(List<AnOrder> orders) {
    return orders.stream().flatMap(it -> sequenced(it).stream()).toList();
  }

  /** Projects orders into a generation as its stream does. */
  static void project(TestDatabase database, String generation, AnOrder... orders) {
    var projection = new DailyReportProjection(new ReportTables(database.dataSource(), generation));
    database
        .transaction()
        .executeWithoutResult(_ -> projection.project(sequenced(List.of(orders))));
  }

  /** What becomes of two that change generations at the same time: done, or why not. */
  static List<String> atOnce(TestDatabase database, Runnable one, Runnable other) {
    List<CompletableFuture<String>> both =
        database
            .transaction()
            .execute(
                _ -> {
                  database.jdbc().sql("SELECT FROM generations FOR UPDATE").query(row -> {});
                  var begun =
                      Stream.of(one, other)
                          .map(it -> CompletableFuture.supplyAsync(() -> outcome(it), THREADS))
                          .toList();
                  database.awaitWaiting(2);
                  return begun;
                });
    return both.stream().map(CompletableFuture::join).toList();
  }

  private static String outcome(Runnable work) {
    try {
      work.run();
      return "done";
    } catch (Rejected refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
