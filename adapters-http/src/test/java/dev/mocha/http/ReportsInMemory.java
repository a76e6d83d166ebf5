package dev.mocha.http;

import static java.util.stream.Collectors.toMap;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.OrderPage;
import dev.mocha.application.reporting.DayTotals;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.application.reporting.ReportQueries;
import dev.mocha.application.reporting.SealedReport;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
import dev.mocha.domain.ordering.PlacedOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Knows a report by its merchant, whatever the day, and remembers what was asked. */
public final class ReportsInMemory implements ReportQueries {

  private final ConcurrentMap<MerchantId, DailyReport> reports = new ConcurrentHashMap<>();
  private final Set<MerchantId> unbuilt = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<MerchantId, Broken> breaking = new ConcurrentHashMap<>();
  private final ConcurrentMap<MerchantId, OrderQuery> asked = new ConcurrentHashMap<>();
  private final ConcurrentMap<MerchantId, SealedReport> sealed = new ConcurrentHashMap<>();

  public void add(DailyReport report) {
    reports.put(report.merchantId(), report);
  }

  /** Its first views are sealed, whatever the day. */
  public void seal(MerchantId merchantId, SealedReport report) {
    sealed.put(merchantId, report);
  }

  /** Its reports cannot be answered before a generation is built. */
  public void notBuilt(MerchantId merchantId) {
    unbuilt.add(merchantId);
  }

  private record Broken(PlacedOrder order, int after) {}

  /** Of its days this order comes so many times, and then reading fails. */
  public void breakAfter(MerchantId merchantId, PlacedOrder order, int times) {
    breaking.put(merchantId, new Broken(order, times));
  }

  private void requireBuilt(MerchantId merchantId) {
    if (unbuilt.contains(merchantId)) {
      throw new NotBuilt(RebuildingInMemory.VERSION);
    }
  }

  public Optional<OrderQuery> asked(MerchantId merchantId) {
    return Optional.ofNullable(asked.get(merchantId));
  }

  @Override
  public boolean areBuilt() {
    return true;
  }

  @Override
  public Optional<DailyReport> find(MerchantId merchantId, LocalDate date, OrderQuery orders) {
    requireBuilt(merchantId);
    asked.put(merchantId, orders);
    return Optional.ofNullable(reports.get(merchantId));
  }

  @Override
  public Optional<SealedReport> sealed(MerchantId merchantId, LocalDate date) {
    requireBuilt(merchantId);
    return Optional.ofNullable(sealed.get(merchantId));
  }

  @Override
  public Map<MerchantId, Merchant> merchants(Set<MerchantId> merchantIds) {
    return reports.values().stream()
        .filter(it -> merchantIds.contains(it.merchantId()))
        .collect(toMap(DailyReport::merchantId, ReportsInMemory::merchant));
  }

  private static Merchant merchant(DailyReport report) {
    return new Merchant(
        List.of(
            new Agreement(
                Instant.EPOCH,
                new MerchantTerms(
                    report.merchantName(),
                    report.timeZone(),
                    LocalTime.of(4, 0),
                    report.currency(),
                    2_000))));
  }

  /** Each has had one order, on the first of the days. */
  @Override
  public List<MerchantSize> largest(LocalDate from, LocalDate to, int most) {
    return reports.keySet().stream()
        .sorted(Comparator.comparing(MerchantId::value))
        .limit(most)
        .map(it -> new MerchantSize(it, 1, from, 1))
        .toList();
  }

  @Override
  public Optional<OrderPage> orders(MerchantId merchantId, LocalDate date, OrderQuery query) {
    return find(merchantId, date, query).map(DailyReport::orders);
  }

  @Override
  public boolean wholeDay(
      MerchantId merchantId, LocalDate date, Function<DailyReport, Consumer<PlacedOrder>> reader) {
    Optional<DailyReport> report = find(merchantId, date, OrderQuery.first(0));
    Broken broken = breaking.get(merchantId);
    if (broken != null && report.isPresent()) {
      Consumer<PlacedOrder> orders = reader.apply(report.get().with(OrderPage.NONE));
      for (int i = 0; i < broken.after(); i++) {
        orders.accept(broken.order());
      }
      throw new IllegalStateException("broken on purpose");
    }
    report.ifPresent(it -> it.orders().items().forEach(reader.apply(it.with(OrderPage.NONE))));
    return report.isPresent();
  }

  @Override
  public Optional<Range> summaries(MerchantId merchantId, LocalDate from, LocalDate to) {
    requireBuilt(merchantId);
    return Optional.ofNullable(reports.get(merchantId))
        .map(
            it ->
                new Range(
                    merchantId,
                    it.merchantName(),
                    it.timeZone(),
                    it.currency(),
                    from,
                    to,
                    List.of(new Day(from, DayTotals.ZERO.summary(0)))));
  }
}
