package dev.mocha.postgres.rebuilding;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.FieldDifferences;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.rebuilding.Verification.Findings;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.postgres.reporting.ReportTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Replaces days and terms of a generation whose stream goes on. */
public final class LiveDayTables implements DayTables {

  /** No stream would write again what a crash takes back. */
  private static final String DURABLY = "SET LOCAL synchronous_commit = on";

  private static final String BEFORE_AND_AFTER = "%s before and after";

  private final DataSource reports;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ParkedOffsets putAside;

  /**
   * @param transaction on the same connections
   */
  public LiveDayTables(DataSource reports, TransactionTemplate transaction) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
    this.transaction = transaction;
    this.putAside = new ParkedOffsets(jdbc);
  }

  @Override
  public Set<Long> aside(String generation, LogPartition partition) {
    return putAside.of(generation, partition);
  }

  @Override
  public Findings replace(String generation, Days days, LogPartition partition, Orders orders) {
    return transaction.execute(
        _ -> {
          jdbc.sql(DURABLY).update();
          long position = hold(generation, partition);
          Collection<OrderRow> all = orders.upTo(position, putAside.of(generation, partition));
          requireAll(new GenerationDays(reports, generation).orderIds(days), all);
          Map<LocalDate, List<OrderRow>> now =
              all.stream().collect(groupingBy(it -> it.order().placed().businessDate()));
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
                          DayDifference.of(
                              BEFORE_AND_AFTER.formatted(generation),
                              day.merchantId(),
                              day.businessDate(),
                              fields));
                    }
                  });
          new ReportTables(reports, generation).breakSeals(days.merchantId());
          return new Findings(found.size(), found);
        });
  }

  @Override
  public Findings replace(
      String generation, MerchantId merchantId, Collection<MerchantChange> changes) {
    return transaction.execute(
        _ -> {
          jdbc.sql(DURABLY).update();
          List<Map<String, Object>> before = terms(generation, merchantId);
          var tables = new ReportTables(reports, generation);
          for (MerchantChange it : changes) {
            jdbc.sql(
                    "DELETE FROM %s.merchant_terms WHERE merchant_id = ? AND sequence = ?"
                        .formatted(generation))
                .params(merchantId.value(), it.sequence())
                .update();
            tables.write(it.event(), it.sequence());
          }
          tables.breakSeals(merchantId);
          List<FieldDifference> fields = differing(before, terms(generation, merchantId));
          return fields.isEmpty()
              ? Findings.NONE
              : new Findings(
                  1,
                  List.of(
                      DayDifference.of(
                          BEFORE_AND_AFTER.formatted(generation),
                          merchantId,
                          LocalDate.ofInstant(changes.iterator().next().event().at(), UTC),
                          fields)));
        });
  }

  private List<Map<String, Object>> terms(String generation, MerchantId merchantId) {
    return jdbc.sql(
            "SELECT * FROM %s.merchant_terms WHERE merchant_id = ? ORDER BY sequence"
                .formatted(generation))
        .param(merchantId.value())
        .query()
        .listOfRows();
  }

  /** By paths such as {@code terms.0.name}. */
  private static List<FieldDifference> differing(
      List<Map<String, Object>> before, List<Map<String, Object>> after) {
    Map<String, String> one = byPath(before);
    Map<String, String> other = byPath(after);
    return Stream.concat(one.keySet().stream(), other.keySet().stream())
        .distinct()
        .sorted()
        .map(
            it ->
                new FieldDifference(
                    it,
                    one.getOrDefault(it, FieldDifferences.ABSENT),
                    other.getOrDefault(it, FieldDifferences.ABSENT)))
        .filter(it -> !it.one().equals(it.other()))
        .toList();
  }

  private static Map<String, String> byPath(List<Map<String, Object>> terms) {
    var values = new HashMap<String, String>();
    terms.forEach(
        row ->
            row.forEach(
                (column, value) ->
                    values.put("terms.%s.%s".formatted(row.get("sequence"), column), "" + value)));
    return values;
  }

  /** The stream moves its position before it writes: while this one is held it does neither. */
  private long hold(String generation, LogPartition partition) {
    return jdbc.sql(
            """
            SELECT next_offset FROM stream_offsets
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
  private static void requireAll(Set<OrderId> kept, Collection<OrderRow> now) {
    Set<OrderId> found = now.stream().map(it -> it.order().placed().orderId()).collect(toSet());
    for (OrderId it : kept) {
      if (!found.contains(it)) {
        throw new IrregularHistory(
            "the partition of the merchant has no order %s of these days; choose its right day with them, or rebuild all"
                .formatted(it.value()));
      }
    }
  }

  private List<FieldDifference> replace(String generation, DayKey day, List<OrderRow> now) {
    var days = new GenerationDays(reports, generation);
    DaySummary after = GenerationDays.of(now);
    var fields =
        new ArrayList<>(FieldDifferences.of(days.summary(day), days.orders(day), after, now));
    if (!days.refundsAstray(new Days(day.merchantId(), day.businessDate(), day.businessDate()))
        .isEmpty()) {
      fields.add(FieldDifferences.REFUNDS_ASTRAY);
    }
    if (!fields.isEmpty() || after == null) {
      days.remove(day);
      if (after != null) {
        new ReportTables(reports, generation).write(now, Map.of(day, after));
      }
    }
    return fields;
  }
}
