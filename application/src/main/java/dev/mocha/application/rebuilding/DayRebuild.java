package dev.mocha.application.rebuilding;

import static java.util.stream.Collectors.toSet;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.DayTables.MerchantChange;
import dev.mocha.application.rebuilding.EventHistory.Handler;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds days and terms of a merchant from the log, in the live generation. Queries are answered
 * meanwhile, and the stream waits only while the last events are read and the rows are written.
 */
public final class DayRebuild {

  /** They are in memory, and written while the stream waits. */
  private static final int MAX_ORDERS = 20_000;

  private static final int ATTEMPTS = 5;

  /** Records were parked, or retried, since the events were read. */
  private static final class ParkedOffsetsChanged extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Generations generations;
  private final GenerationContents contents;
  private final MerchantHistory history;
  private final DayTables tables;
  private final int version;

  /**
   * @param version of the projection in this process
   */
  public DayRebuild(
      Generations generations,
      GenerationContents contents,
      MerchantHistory history,
      DayTables tables,
      int version) {
    this.generations = generations;
    this.contents = contents;
    this.history = history;
    this.tables = tables;
    this.version = version;
  }

  /**
   * Rebuilds days, and the merchant's terms.
   *
   * @return what differed before; empty when the log has no such merchant
   * @throws EventHistory.Incomplete when the log no longer contains its first records
   * @throws IrregularHistory when the log lacks an event, or a record cannot be read
   * @throws Rejected when no generation is live, or the days have too many orders
   */
  public Optional<DayDifferences> run(Days days, RequestedBy requestedBy) {
    String live =
        generations
            .live(version)
            .orElseThrow(() -> new Rejected("no generation of version " + version + " is live"))
            .name();
    LogPartition partition = history.ordersOf(days.merchantId());
    DayDifferences repaired;
    try (Reader reader = history.open(days.merchantId())) {
      List<MerchantChange> terms = terms(live, days.merchantId(), reader);
      if (terms.isEmpty()) {
        return Optional.empty();
      }
      repaired =
          replaceDays(live, days, partition, reader, ATTEMPTS)
              .and(tables.replaceTerms(live, days.merchantId(), terms));
    }
    generations.recordAction(
        live,
        "rebuild days",
        requestedBy,
        "%s from %s to %s: %s"
            .formatted(
                days.merchantId().value(),
                days.from(),
                days.to(),
                Promotion.daysDiffered(repaired.total())));
    return Optional.of(repaired);
  }

  /** By the events that the stream has read. */
  private List<MerchantChange> terms(String live, MerchantId merchantId, Reader reader) {
    LogPartition partition = history.termsOf(merchantId);
    long next = contents.streamOffsets(live).getOrDefault(partition, 0L);
    var changes = new ArrayList<MerchantChange>();
    reader.read(
        new Part(partition, 0, next),
        tables.parkedOffsets(live, partition),
        new Handler() {
          @Override
          public void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {
            changes.add(new MerchantChange(event, sequence));
          }
        });
    return changes;
  }

  private DayDifferences replaceDays(
      String live, Days days, LogPartition partition, Reader reader, int attempts) {
    try {
      return replaceDays(live, days, partition, reader);
    } catch (ParkedOffsetsChanged changed) {
      if (attempts == 1) {
        throw new Rejected("the dead letters of " + partition + " keep changing; try again later");
      }
      return replaceDays(live, days, partition, reader, attempts - 1);
    }
  }

  private DayDifferences replaceDays(
      String live, Days days, LogPartition partition, Reader reader) {
    long next = contents.streamOffsets(live).getOrDefault(partition, 0L);
    Set<Long> parked = tables.parkedOffsets(live, partition);
    var orders = new OrdersOfDays(days);
    reader.read(new Part(partition, 0, next), parked, orders);
    return tables.replaceDays(
        live,
        days,
        partition,
        (offset, parkedNow) -> {
          if (!before(next, parkedNow).equals(before(next, parked))) {
            throw new ParkedOffsetsChanged();
          }
          reader.read(new Part(partition, next, offset), parkedNow, orders);
          return orders.rows.values();
        });
  }

  private static Set<Long> before(long end, Set<Long> offsets) {
    return offsets.stream().filter(it -> it < end).collect(toSet());
  }

  /** Folds the events of the days into their orders. */
  private static final class OrdersOfDays implements Handler {

    private final Days days;
    private final Map<OrderId, OrderRow> rows = new LinkedHashMap<>();

    private OrdersOfDays(Days days) {
      this.days = days;
    }

    @Override
    public void order(OrderEvent event, long sequence, @Nullable LogCount counted) {
      if (!days.include(event.businessDate())) {
        return;
      }
      rows.put(event.orderId(), BulkProjection.fold(rows.get(event.orderId()), event, sequence));
      if (rows.size() > MAX_ORDERS) {
        throw new Rejected(
            "these days have more than %,d orders; choose fewer days".formatted(MAX_ORDERS));
      }
    }
  }
}
