package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.at;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.DayKey;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.postgres.reporting.GenerationSchema;
import dev.mocha.postgres.reporting.ReportTables;
import dev.mocha.postgres.streaming.StreamCountsTable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of a generation while a rebuild fills them. They have no keys until all rows are in
 * them: building an index once is several times cheaper than maintaining it row by row.
 */
final class GenerationBulkTables implements BulkTables {

  private final DataSource reports;
  private final JdbcTemplate statements;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Serializer serializer;
  private final GenerationSchema schema;
  private final ParkedOffsets parkedOffsets;

  private record StoredPart(Part part, boolean loaded, String reference) {}

  /**
   * @param reports connections whose statements may take long
   * @param transaction on the same connections
   */
  GenerationBulkTables(DataSource reports, TransactionTemplate transaction, Serializer serializer) {
    this.reports = reports;
    this.statements = new JdbcTemplate(reports);
    this.jdbc = JdbcClient.create(reports);
    this.transaction = transaction;
    this.serializer = serializer;
    this.schema = new GenerationSchema(reports, transaction);
    this.parkedOffsets = new ParkedOffsets(jdbc);
  }

  /** Writes the rows of one part, in the transaction of the part. */
  private final class PartLoading implements Loading {

    private final Set<Long> parked;
    private final ReportTables tables;
    private final PartialDays days;
    private final LateEvents late;
    private final StreamCountsTable counts;
    private @Nullable Instant completeTo;

    private PartLoading(String generation, Set<Long> parked) {
      this.parked = parked;
      this.tables = new ReportTables(reports, generation);
      this.days = new PartialDays(reports, generation);
      this.late = new LateEvents(reports, generation, serializer);
      this.counts = new StreamCountsTable(jdbc, generation);
    }

    @Override
    public Set<Long> parkedOffsets() {
      return parked;
    }

    @Override
    public void orders(Collection<OrderRow> orders) {
      tables.copyOrders(orders);
    }

    @Override
    public void days(Map<DayKey, DaySummary> some) {
      days.add(some);
    }

    @Override
    public void late(Collection<Sequenced> events) {
      late.add(events);
    }

    @Override
    public boolean merchant(MerchantEvent event, long sequence) {
      return tables.addTerms(event, sequence);
    }

    @Override
    public void watermark(Instant at, List<LogCount> published) {
      completeTo = at;
      counts.expect(published, at);
    }

    @Override
    public void count(Collection<LogCount> applied) {
      counts.apply(applied);
    }
  }

  @Override
  public Optional<Load> load(String generation) {
    List<StoredPart> parts =
        jdbc.sql("SELECT * FROM generation_parts WHERE generation = ? ORDER BY topic, partition")
            .param(generation)
            .query(
                (row, _) ->
                    new StoredPart(
                        new Part(
                            new LogPartition(row.getString("topic"), row.getInt("partition")),
                            row.getLong("begin_offset"),
                            row.getLong("end_offset")),
                        row.getBoolean("loaded"),
                        row.getString("reference")))
            .list();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Load(
                parts.stream().filter(it -> !it.loaded()).map(StoredPart::part).toList(),
                parts.getFirst().reference(),
                parts.stream()
                    .filter(StoredPart::loaded)
                    .mapToLong(it -> it.part().entries())
                    .sum(),
                parts.stream().mapToLong(it -> it.part().entries()).sum()));
  }

  @Override
  public void begin(String generation, Extent extent, String reference) {
    transaction.executeWithoutResult(
        _ -> {
          deleteStreamRows(generation);
          schema.create(generation);
          dropKeys(generation);
          new PartialDays(reports, generation).create();
          new LateEvents(reports, generation, serializer).create();
          extent.parts().forEach(it -> addPart(generation, it, reference));
          extent
              .resumeFrom()
              .forEach((partition, next) -> addOffset(generation, partition, next, reference));
        });
  }

  private void dropKeys(String generation) {
    statements.execute(
        """
        ALTER TABLE %1$s.orders DROP CONSTRAINT IF EXISTS orders_pkey;
        ALTER TABLE %1$s.refunds DROP CONSTRAINT IF EXISTS refunds_pkey;
        ALTER TABLE %1$s.days DROP CONSTRAINT IF EXISTS days_pkey;
        DROP INDEX IF EXISTS %1$s.orders_by_time;
        DROP INDEX IF EXISTS %1$s.days_to_seal
        """
            .formatted(generation));
  }

  private void addPart(String generation, Part part, String reference) {
    jdbc.sql(
            """
            INSERT INTO generation_parts
              (generation, topic, partition, begin_offset, end_offset, reference)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .params(
            generation,
            part.partition().topic(),
            part.partition().partition(),
            part.begin(),
            part.end(),
            reference)
        .update();
  }

  /**
   * The stream is as complete as that of the reference generation until a part says more: another
   * source is read later, so it contains all that was committed before that moment.
   */
  private void addOffset(String generation, LogPartition partition, long next, String reference) {
    jdbc.sql(
            """
            INSERT INTO stream_offsets (stream, topic, partition, next_offset, complete_to)
            VALUES (:generation, :topic, :partition, :next, (
              SELECT complete_to FROM stream_offsets
              WHERE (stream, topic, partition) = (:reference, :topic, :partition)))
            """)
        .param("generation", generation)
        .param("topic", partition.topic())
        .param("partition", partition.partition())
        .param("next", next)
        .param("reference", reference)
        .update();
  }

  @Override
  public void load(String generation, Part part, String reference, Consumer<Loading> work) {
    transaction.executeWithoutResult(
        _ -> {
          if (!claim(generation, part)) {
            return;
          }
          parkedOffsets.copy(generation, part, reference);
          var loading = new PartLoading(generation, parkedOffsets.of(generation, part.partition()));
          work.accept(loading);
          jdbc.sql(
                  """
                  UPDATE stream_offsets SET complete_to = ?::timestamptz
                  WHERE stream = ? AND topic = ? AND partition = ?
                  """)
              .params(
                  at(loading.completeTo),
                  generation,
                  part.partition().topic(),
                  part.partition().partition())
              .update();
        });
  }

  /** A second process waits for the first, and then finds the part loaded. */
  private boolean claim(String generation, Part part) {
    return jdbc.sql(
                """
                UPDATE generation_parts SET loaded = true
                WHERE generation = ? AND topic = ? AND partition = ? AND NOT loaded
                """)
            .params(generation, part.partition().topic(), part.partition().partition())
            .update()
        == 1;
  }

  @Override
  public void complete(String generation) {
    if (exists(generation, PartialDays.TABLE)) {
      transaction.executeWithoutResult(_ -> new PartialDays(reports, generation).merge());
    }
    addKeys(generation);
    analyze(generation);
    if (exists(generation, LateEvents.TABLE)) {
      new LateEvents(reports, generation, serializer).project(transaction);
    }
    statements.execute("ANALYZE %s.merchant_terms".formatted(generation));
    countFromNow(generation);
  }

  /** A table is dropped once it is done with; a crash may come after that. */
  private boolean exists(String generation, String table) {
    return jdbc.sql("SELECT to_regclass(?) IS NOT NULL")
        .param(generation + "." + table)
        .query(Boolean.class)
        .single();
  }

  /**
   * Only the columns in conditions: statistics of texts and JSON would take several times longer.
   */
  private void analyze(String generation) {
    statements.execute(
        """
        ANALYZE %1$s.orders (merchant_id, business_date, placed_at, order_id),
                %1$s.refunds (merchant_id, refunded_at),
                %1$s.days (merchant_id, business_date)
        """
            .formatted(generation));
  }

  private void addKeys(String generation) {
    dropKeys(generation);
    try {
      statements.execute(
          """
          ALTER TABLE %1$s.orders ADD PRIMARY KEY (merchant_id, business_date, order_id);
          ALTER TABLE %1$s.refunds
            ADD PRIMARY KEY (merchant_id, refunded_at, order_id, number) INCLUDE (amount);
          ALTER TABLE %1$s.days ADD PRIMARY KEY (merchant_id, business_date);
          CREATE INDEX orders_by_time
            ON %1$s.orders (merchant_id, business_date, placed_at, order_id);
          CREATE INDEX days_to_seal
            ON %1$s.days (ends_at DESC NULLS FIRST, business_date DESC) WHERE seal_due
          """
              .formatted(generation));
    } catch (DuplicateKeyException twice) {
      throw new IrregularHistory("the history contains an order twice", twice);
    }
  }

  /** Events from another source than the log are not in the counts of the log's partitions. */
  private void countFromNow(String generation) {
    jdbc.sql(
            """
            UPDATE stream_offsets AS read
            SET counted_from = date_trunc('minute', clock_timestamp()) + interval '1 minute'
            WHERE stream = :generation
              AND NOT EXISTS (
                SELECT FROM generation_parts AS part
                WHERE (part.generation, part.topic, part.partition)
                  = (:generation, read.topic, read.partition))
            """)
        .param("generation", generation)
        .update();
  }

  @Override
  public void empty(String generation) {
    transaction.executeWithoutResult(
        _ -> {
          deleteStreamRows(generation);
          schema.create(generation);
        });
  }

  private void deleteStreamRows(String generation) {
    for (String table :
        List.of("stream_offsets", "stream_counts", "dead_letters", "dead_letter_actions")) {
      jdbc.sql("DELETE FROM " + table + " WHERE stream = ?").param(generation).update();
    }
    jdbc.sql("DELETE FROM generation_parts WHERE generation = ?").param(generation).update();
  }
}
