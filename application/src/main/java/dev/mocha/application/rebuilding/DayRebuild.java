package dev.mocha.application.rebuilding;

import static java.util.stream.Collectors.toSet;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.DayTables.MerchantChange;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.application.rebuilding.EventHistory.Reading;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Verification.Findings;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes single days of a merchant anew from the log, and its terms, in the generation that
 * answers. It goes on answering, and its stream waits only while the last events are read and the
 * rows are written.
 */
public final class DayRebuild {

  /** They are in memory, and written while the stream waits. */
  private static final int MOST_ORDERS = 20_000;

  private static final int ATTEMPTS = 5;

  /** What the stream has put aside is other than when the events were read. */
  private static final class ReadAgain extends RuntimeException {
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
   * Computes these days anew.
   *
   * @return what was different before; empty when there is no such merchant
   * @throws EventHistory.Incomplete when the log does not reach back to its first record any more
   * @throws IrregularHistory when the log lacks an event, or one cannot be read
   * @throws NotNow when no generation answers, or the days have too many orders
   */
  public Optional<Findings> run(Days days, RequestedBy action) {
    String live =
        generations
            .live(version)
            .orElseThrow(() -> new NotNow("no generation of version " + version + " answers"))
            .name();
    LogPartition partition = history.ordersOf(days.merchantId());
    Findings healed;
    try (Reading events = history.open(days.merchantId())) {
      List<MerchantChange> terms = terms(live, days.merchantId(), events);
      if (terms.isEmpty()) {
        return Optional.empty();
      }
      healed =
          replace(live, days, partition, events, ATTEMPTS)
              .and(tables.replace(live, days.merchantId(), terms));
    }
    generations.note(
        live,
        "rebuild days",
        action,
        "%s from %s to %s: %d days differed"
            .formatted(days.merchantId().value(), days.from(), days.to(), healed.days()));
    return Optional.of(healed);
  }

  /** As far as the stream has read. */
  private List<MerchantChange> terms(String live, MerchantId merchantId, Reading events) {
    LogPartition partition = history.termsOf(merchantId);
    long reached = contents.positions(live).getOrDefault(partition, 0L);
    var terms = new Terms();
    events.read(new Part(partition, 0, reached), tables.aside(live, partition), terms);
    return terms.changes;
  }

  private Findings replace(
      String live, Days days, LogPartition partition, Reading events, int attempts) {
    try {
      return replace(live, days, partition, events);
    } catch (ReadAgain changed) {
      if (attempts == 1) {
        throw new NotNow("dead letters of " + partition + " come and go; try again later");
      }
      return replace(live, days, partition, events, attempts - 1);
    }
  }

  private Findings replace(String live, Days days, LogPartition partition, Reading events) {
    long reached = contents.positions(live).getOrDefault(partition, 0L);
    Set<Long> aside = tables.aside(live, partition);
    var fold = new Fold(days);
    events.read(new Part(partition, 0, reached), aside, fold);
    return tables.replace(
        live,
        days,
        partition,
        (position, asideNow) -> {
          if (!before(reached, asideNow).equals(before(reached, aside))) {
            throw new ReadAgain();
          }
          events.read(new Part(partition, reached, position), asideNow, fold);
          return fold.rows.values();
        });
  }

  private static Set<Long> before(long end, Set<Long> positions) {
    return positions.stream().filter(it -> it < end).collect(toSet());
  }

  /** The orders of the days, as far as their events are read. */
  private static final class Fold implements Reader {

    private final Days days;
    private final Map<OrderId, OrderRow> rows = new LinkedHashMap<>();

    private Fold(Days days) {
      this.days = days;
    }

    @Override
    public void order(OrderEvent event, long sequence, @Nullable LogCount counted) {
      if (!days.include(event.businessDate())) {
        return;
      }
      rows.put(event.orderId(), OrderFold.next(rows.get(event.orderId()), event, sequence));
      if (rows.size() > MOST_ORDERS) {
        throw new NotNow(
            "these days have more than %,d orders; choose fewer days".formatted(MOST_ORDERS));
      }
    }

    @Override
    public void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {}

    @Override
    public void mark(Instant completeTo, List<LogCount> told) {}

    @Override
    public void passed(long positions) {}
  }

  /** The events of the merchant. */
  private static final class Terms implements Reader {

    private final List<MerchantChange> changes = new ArrayList<>();

    @Override
    public void order(OrderEvent event, long sequence, @Nullable LogCount counted) {}

    @Override
    public void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {
      changes.add(new MerchantChange(event, sequence));
    }

    @Override
    public void mark(Instant completeTo, List<LogCount> told) {}

    @Override
    public void passed(long positions) {}
  }
}
