package dev.mocha.postgres.rebuilding;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.DayFields;
import dev.mocha.application.rebuilding.DayTables;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.Verification.DayDifference;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
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
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Replaces days and terms of a generation whose stream is running. */
final class LiveDayTables implements DayTables {

  /** A commit that a crash loses would be lost for good: no stream repeats it. */
  private static final String DURABLY = "SET LOCAL synchronous_commit = on";

  private static final String BEFORE_AND_AFTER = "%s before and after";

  private final DataSource reports;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ParkedOffsets parkedOffsets;

  /**
   * @param transaction on the same connections
   */
  LiveDayTables(DataSource reports, TransactionTemplate transaction) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
    this.transaction = transaction;
    this.parkedOffsets = new ParkedOffsets(jdbc);
  }

  @Override
  public Set<Long> parkedOffsets(String generation, LogPartition partition) {
    return parkedOffsets.of(generation, partition);
  }

  @Override
  public DayDifferences replaceDays(
      String generation, Days days, LogPartition partition, Orders orders) {
    return transaction.execute(
        _ -> {
          jdbc.sql(DURABLY).update();
          long offset = lockOffset(generation, partition);
          Collection<OrderRow> all = orders.upTo(offset, parkedOffsets.of(generation, partition));
          requireAll(new GenerationDays(reports, generation).orderIds(days), all);
          Map<LocalDate, List<OrderRow>> now =
              all.stream().collect(groupingBy(it -> it.order().placed().businessDate()));
          var differences = new ArrayList<DayDifference>();
          days.from()
              .datesUntil(days.to().plusDays(1))
              .map(it -> new DayKey(days.merchantId(), it))
              .forEach(
                  day -> {
                    List<FieldDifference> fields =
                        replace(generation, day, now.getOrDefault(day.businessDate(), List.of()));
                    if (!fields.isEmpty()) {
                      differences.add(
                          DayDifference.of(
                              BEFORE_AND_AFTER.formatted(generation),
                              day.merchantId(),
                              day.businessDate(),
                              fields));
                    }
                  });
          new ReportTables(reports, generation).breakSeals(days.merchantId());
          return new DayDifferences(differences.size(), differences);
        });
  }

  @Override
  public DayDifferences replaceTerms(
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
          List<FieldDifference> fields =
              FieldDifference.between(byPath(before), byPath(terms(generation, merchantId)));
          return fields.isEmpty()
              ? DayDifferences.NONE
              : new DayDifferences(
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

  /** The values of the terms, by paths such as {@code terms.0.name}. */
  private static Map<String, String> byPath(List<Map<String, Object>> terms) {
    var values = new HashMap<String, String>();
    terms.forEach(
        row ->
            row.forEach(
                (column, value) ->
                    values.put("terms.%s.%s".formatted(row.get("sequence"), column), "" + value)));
    return values;
  }

  /** The stream updates this row before it writes: while the row is locked, it does neither. */
  private long lockOffset(String generation, LogPartition partition) {
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
            () -> new Rejected("the stream of " + generation + " has not read " + partition));
  }

  /**
   * Requires that the log has all stored orders of the days. It lacks some after the topic got more
   * partitions, which moves a merchant to another partition, and where an order is in a wrong day.
   */
  private static void requireAll(Set<OrderId> stored, Collection<OrderRow> now) {
    Set<OrderId> found = now.stream().map(it -> it.order().placed().orderId()).collect(toSet());
    for (OrderId it : stored) {
      if (!found.contains(it)) {
        throw new IrregularHistory(
            "the merchant's partition has no order %s in these days; if the order is in a wrong day, include its right day; otherwise rebuild the whole projection"
                .formatted(it.value()));
      }
    }
  }

  private List<FieldDifference> replace(String generation, DayKey day, List<OrderRow> now) {
    var days = new GenerationDays(reports, generation);
    DaySummary after = GenerationDays.summaryOf(now);
    var fields =
        new ArrayList<>(DayFields.differences(days.summary(day), days.orders(day), after, now));
    if (!days.withMisplacedRefunds(
            new Days(day.merchantId(), day.businessDate(), day.businessDate()))
        .isEmpty()) {
      fields.add(DayFields.MISPLACED_REFUNDS);
    }
    if (!fields.isEmpty() || after == null) {
      days.delete(day);
      if (after != null) {
        new ReportTables(reports, generation).write(now, Map.of(day, after));
      }
    }
    return fields;
  }
}
