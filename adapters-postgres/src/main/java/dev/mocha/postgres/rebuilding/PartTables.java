package dev.mocha.postgres.rebuilding;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.rebuilding.BulkTables.Loading;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.postgres.reporting.ReportTables;
import dev.mocha.postgres.sql.BinaryCopy;
import dev.mocha.postgres.streaming.StreamCountsTable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes what one part of the history makes, within the transaction of the part. */
final class PartTables implements Loading {

  private final JdbcTemplate jdbc;
  private final String generation;
  private final Set<Long> aside;
  private final ReportTables tables;
  private final StreamCountsTable counts;
  private final Serializer serializer;
  private @Nullable Instant completeTo;

  PartTables(DataSource reports, String generation, Set<Long> aside, Serializer serializer) {
    this.jdbc = new JdbcTemplate(reports);
    this.generation = generation;
    this.aside = aside;
    this.tables = new ReportTables(reports, generation);
    this.counts = new StreamCountsTable(JdbcClient.create(reports), generation);
    this.serializer = serializer;
  }

  @Override
  public Set<Long> aside() {
    return aside;
  }

  @Override
  public void orders(Collection<OrderRow> orders) {
    tables.copyOrders(orders);
  }

  @Override
  public void days(Map<DayKey, DaySummary> days) {
    tables.copyDays(PartialDays.TABLE, days);
  }

  @Override
  public void late(Collection<Sequenced> events) {
    if (events.isEmpty()) {
      return;
    }
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              BinaryCopy.into(
                  connection,
                  """
                  %s.late_events (sequence, payload_type, payload_revision, payload, topic,
                                  partition, minute, checksum)
                  """
                      .formatted(generation),
                  8,
                  events,
                  this::writeLate);
              return null;
            });
  }

  private void writeLate(BinaryCopy row, Sequenced it) {
    SerializedObject<byte[]> payload = serializer.serialize(it.event(), byte[].class);
    row.bigint(it.sequence())
        .text(payload.getType().getName())
        .text(payload.getType().getRevision())
        .bytes(payload.getData());
    LogCount counted = it.counted();
    if (counted == null) {
      row.absent().absent().absent().absent();
    } else {
      row.text(counted.partition().topic())
          .integer(counted.partition().partition())
          .timestamptz(counted.minute())
          .bigint(counted.checksum());
    }
  }

  @Override
  public boolean merchant(MerchantEvent event, long sequence) {
    return tables.addTerms(event, sequence);
  }

  @Override
  public void mark(Instant at, List<LogCount> told) {
    completeTo = at;
    counts.expect(told, at);
  }

  @Override
  public void count(Collection<LogCount> applied) {
    counts.apply(applied);
  }

  /** The time of the last mark; null when there was none. */
  @Nullable Instant completeTo() {
    return completeTo;
  }
}
