package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.EventHistory.Handler;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A log of orders of one merchant, and of any merchants; offsets are places in its lists. */
public final class MerchantHistoryInMemory implements MerchantHistory {

  public static final LogPartition MERCHANTS = new LogPartition("merchants", 0);

  final List<Sequenced> orders = new ArrayList<>();
  final List<MerchantEvent> merchants = new ArrayList<>();
  final List<Part> read = new ArrayList<>();
  private @Nullable RuntimeException failure;

  /** Forgets everything. */
  public void clear() {
    orders.clear();
    merchants.clear();
    read.clear();
    failure = null;
  }

  public void add(MerchantEvent event) {
    merchants.add(event);
  }

  /** Whatever is asked of it, it fails so. */
  public void fail(RuntimeException with) {
    failure = with;
  }

  @Override
  public LogPartition ordersOf(MerchantId merchantId) {
    if (failure != null) {
      throw failure;
    }
    return ContentsInMemory.PARTITION;
  }

  @Override
  public LogPartition termsOf(MerchantId merchantId) {
    return MERCHANTS;
  }

  @Override
  public Reader open(MerchantId merchantId) {
    return new Reader() {
      @Override
      public void read(Part part, Set<Long> parkedOffsets, Handler handler) {
        if (part.partition().equals(MERCHANTS)) {
          int sequence = 0;
          for (MerchantEvent event : merchants) {
            if (event.merchantId().equals(merchantId)) {
              handler.merchant(event, sequence++, null);
            }
          }
          return;
        }
        read.add(part);
        for (long offset = part.begin(); offset < Math.min(part.end(), orders.size()); offset++) {
          if (!parkedOffsets.contains(offset)) {
            Sequenced it = orders.get((int) offset);
            handler.order(it.event(), it.sequence(), it.counted());
          }
        }
      }

      @Override
      public void close() {}
    };
  }
}
