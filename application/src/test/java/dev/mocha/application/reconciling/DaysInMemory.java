package dev.mocha.application.reconciling;

import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.Lives;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One side of a reconciliation. Code can run after a read and change what the next read finds. */
public final class DaysInMemory {

  private static final Merchant AGREED =
      new Merchant(List.of(new Agreement(Instant.EPOCH, Lives.TERMS.getFirst())));

  final Map<String, Merchant> merchants = new TreeMap<>();
  final Map<LocalDate, Long> counts = new TreeMap<>();

  /** Days whose orders, but not their figures, are missing in the report. */
  final Set<LocalDate> missing = new HashSet<>();

  final Set<LocalDate> wrongRefunds = new HashSet<>();
  final List<Runnable> afterReads = new ArrayList<>();
  Instant moment = Instant.EPOCH;

  private final Map<MerchantId, Map<LocalDate, List<OrderRow>>> orders = new HashMap<>();

  void hold(MerchantId merchant, LocalDate date, OrderRow... rows) {
    merchants.put(merchant.value(), AGREED);
    orders.computeIfAbsent(merchant, _ -> new TreeMap<>()).put(date, List.of(rows));
  }

  private List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
    return merchants.keySet().stream()
        .filter(it -> after == null || it.compareTo(after.value()) > 0)
        .limit(limit)
        .map(MerchantId::new)
        .toList();
  }

  private Map<LocalDate, List<OrderRow>> read(MerchantId merchant, LocalDate from, LocalDate to) {
    var read = new TreeMap<>(orders.getOrDefault(merchant, Map.of()));
    read.keySet().removeIf(it -> it.isBefore(from) || it.isAfter(to));
    return read;
  }

  private Merchant merchant(MerchantId merchant) {
    return merchants.getOrDefault(merchant.value(), Merchant.UNREGISTERED);
  }

  private void afterRead() {
    if (!afterReads.isEmpty()) {
      afterReads.removeFirst().run();
    }
  }

  public OperationalDays operational() {
    return new OperationalDays() {
      @Override
      public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
        return DaysInMemory.this.merchants(after, limit);
      }

      @Override
      public Map<LocalDate, Long> counts(MerchantId merchant, LocalDate from, LocalDate to) {
        return counts;
      }

      @Override
      public OperationalSnapshot read(MerchantId merchant, LocalDate from, LocalDate to) {
        var read =
            new OperationalSnapshot(
                moment, merchant(merchant), DaysInMemory.this.read(merchant, from, to));
        afterRead();
        return read;
      }
    };
  }

  public ReportDays report() {
    return new ReportDays() {
      @Override
      public List<MerchantId> merchants(@Nullable MerchantId after, int limit) {
        return DaysInMemory.this.merchants(after, limit);
      }

      @Override
      public Map<LocalDate, Long> counts(MerchantId merchant, LocalDate from, LocalDate to) {
        return counts;
      }

      @Override
      public Instant completeTo() {
        return moment;
      }

      @Override
      public ReportSnapshot read(MerchantId merchant, LocalDate from, LocalDate to) {
        Map<LocalDate, List<OrderRow>> rows = DaysInMemory.this.read(merchant, from, to);
        var days = new TreeMap<LocalDate, DaySummary>();
        rows.forEach((date, it) -> days.put(date, DaySummary.of(it)));
        rows.keySet().removeAll(missing);
        var read =
            new ReportSnapshot(moment, merchant(merchant), days, rows, Set.copyOf(wrongRefunds));
        afterRead();
        return read;
      }
    };
  }
}
