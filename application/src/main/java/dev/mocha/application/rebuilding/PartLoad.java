package dev.mocha.application.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.BulkTables.Loading;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.OrderEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes one part of the history, from its first event to its frozen end. */
final class PartLoad implements Reader {

  private static final int COUNTED_AT_ONCE = 20_000;

  private final Loading loading;
  private final RebuildThrottle pace;
  private final BulkProjection projection;
  private final List<LogCount> counts = new ArrayList<>();
  private final List<LogCount> told = new ArrayList<>();
  private @Nullable Instant markedTo;

  PartLoad(Loading loading, Limits limits, RebuildThrottle pace) {
    this.loading = loading;
    this.pace = pace;
    this.projection = new BulkProjection(loading, limits);
  }

  @Override
  public void order(OrderEvent event, long sequence, @Nullable LogCount counted) {
    if (projection.project(new Sequenced(event, sequence, counted))) {
      count(counted);
    }
  }

  @Override
  public void merchant(MerchantEvent event, long sequence, @Nullable LogCount counted) {
    if (loading.merchant(event, sequence)) {
      count(counted);
    }
  }

  private void count(@Nullable LogCount counted) {
    if (counted == null) {
      return;
    }
    counts.add(counted);
    if (counts.size() >= COUNTED_AT_ONCE) {
      writeCounts();
    }
  }

  private void writeCounts() {
    loading.count(LogCount.sum(counts));
    counts.clear();
  }

  /** Of the marks of a minute the last is the best. */
  @Override
  public void mark(Instant completeTo, List<LogCount> counts) {
    markedTo = completeTo;
    told.addAll(counts);
    if (told.size() >= COUNTED_AT_ONCE) {
      writeMarks();
    }
  }

  private void writeMarks() {
    if (markedTo != null) {
      loading.mark(markedTo, told);
    }
    told.clear();
  }

  @Override
  public void passed(long positions) {
    pace.passed(positions);
  }

  /** The part is read. */
  void end() {
    projection.end();
    writeCounts();
    writeMarks();
  }
}
