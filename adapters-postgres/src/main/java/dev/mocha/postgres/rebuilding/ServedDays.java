package dev.mocha.postgres.rebuilding;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.Comparison.DayDifference;
import dev.mocha.application.rebuilding.Comparison.FieldDifference;
import dev.mocha.application.rebuilding.Comparison.Findings;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Irregular;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.reporting.GenerationTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Replaces days of a generation whose stream goes on. */
public final class ServedDays implements DayTables {

  private final DataSource reports;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final PutAside putAside;

  /**
   * @param transaction on the same connections
   */
  public ServedDays(DataSource reports, TransactionTemplate transaction) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
    this.transaction = transaction;
    this.putAside = new PutAside(jdbc);
  }

  @Override
  public Set<Long> aside(String generation, LogPartition partition) {
    return putAside.of(generation, partition);
  }

  @Override
  public Findings replace(String generation, Days days, LogPartition partition, Orders orders) {
    return transaction.execute(
        _ -> {
          jdbc.sql("SET LOCAL synchronous_commit = on").update();
          long position = hold(generation, partition);
          Map<LocalDate, List<OrderRow>> now =
              orders.upTo(position, putAside.of(generation, partition)).stream()
                  .collect(groupingBy(it -> it.order().placed().businessDate()));
          var found = new ArrayList<DayDifference>();
          days.from()
              .datesUntil(days.to().plusDays(1))
              .map(it -> new DayKey(days.merchantId(), it))
              .forEach(
                  day -> {
                    List<FieldDifference> fields =
                        replace(generation, day, now.getOrDefault(day.businessDate(), List.of()));
                    if (!fields.isEmpty()) {
                      found.add(
                          new DayDifference(
                              "%s before and after".formatted(generation),
                              day.merchantId(),
                              day.businessDate(),
                              fields));
                    }
                  });
          return new Findings(found.size(), found);
        });
  }

  /** The stream moves its position before it writes: while this one is held it does neither. */
  private long hold(String generation, LogPartition partition) {
    return jdbc.sql(
            """
            SELECT next_offset FROM stream_positions
            WHERE stream = ? AND topic = ? AND partition = ?
            FOR UPDATE
            """)
        .params(generation, partition.topic(), partition.partition())
        .query(Long.class)
        .optional()
        .orElseThrow(
            () -> new NotNow("the stream of " + generation + " has not read " + partition));
  }

  /**
   * A topic that got more partitions has the earlier events of a merchant elsewhere; a broken row
   * may stand in a day that is not its own.
   */
  private static void requireAll(Set<OrderId> kept, List<OrderRow> now) {
    Set<OrderId> found = now.stream().map(it -> it.order().placed().orderId()).collect(toSet());
    for (OrderId it : kept) {
      if (!found.contains(it)) {
        throw new Irregular(
            "the partition of the merchant has no order %s of this day; rebuild all"
                .formatted(it.value()));
      }
    }
  }

  private List<FieldDifference> replace(String generation, DayKey day, List<OrderRow> now) {
    var days = new GenerationDays(reports, generation);
    requireAll(days.orderIds(day), now);
    DaySummary after = GenerationDays.of(now);
    List<FieldDifference> fields =
        FieldDifferences.of(days.summary(day), days.orders(day), after, now);
    if (!fields.isEmpty() || after == null) {
      days.remove(day);
      if (after != null) {
        new GenerationTables(reports, generation).write(now, Map.of(day, after));
      }
    }
    return fields;
  }
}
