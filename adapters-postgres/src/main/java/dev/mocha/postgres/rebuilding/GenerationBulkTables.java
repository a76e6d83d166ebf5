package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.at;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.postgres.reporting.GenerationSchema;
import dev.mocha.postgres.reporting.ReportTables;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of a generation while it is filled. They have no keys until everything is in them: to
 * build an index at once is several times cheaper than to keep it while rows arrive.
 */
public final class GenerationBulkTables implements BulkTables {

  private final DataSource reports;
  private final JdbcTemplate statements;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Serializer serializer;
  private final GenerationSchema schema;
  private final ParkedOffsets putAside;

  private record Noted(Part part, boolean loaded, String reference) {}

  /**
   * @param reports connections that may take long for a statement
   * @param transaction on the same connections
   */
  public GenerationBulkTables(
      DataSource reports, TransactionTemplate transaction, Serializer serializer) {
    this.reports = reports;
    this.statements = new JdbcTemplate(reports);
    this.jdbc = JdbcClient.create(reports);
    this.transaction = transaction;
    this.serializer = serializer;
    this.schema = new GenerationSchema(reports, transaction);
    this.putAside = new ParkedOffsets(jdbc);
  }

  @Override
  public Optional<Begun> begun(String generation) {
    List<Noted> parts =
        jdbc.sql("SELECT * FROM generation_parts WHERE generation = ? ORDER BY topic, partition")
            .param(generation)
            .query(
                (row, _) ->
                    new Noted(
                        new Part(
                            new LogPartition(row.getString("topic"), row.getInt("partition")),
                            row.getLong("begins"),
                            row.getLong("ends")),
                        row.getBoolean("loaded"),
                        row.getString("reference")))
            .list();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Begun(
                parts.stream().filter(it -> !it.loaded()).map(Noted::part).toList(),
                parts.getFirst().reference(),
                parts.stream().filter(Noted::loaded).mapToLong(it -> it.part().length()).sum(),
                parts.stream().mapToLong(it -> it.part().length()).sum()));
  }

  @Override
  public void begin(String generation, Extent extent, String reference) {
    transaction.executeWithoutResult(
        _ -> {
          forget(generation);
          schema.create(generation);
          dropKeys(generation);
          statements.execute(
              """
              CREATE TABLE %1$s.day_pieces (LIKE %1$s.days);
              CREATE TABLE %1$s.late_events (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                sequence bigint NOT NULL,
                payload_type text NOT NULL,
                payload_revision text,
                payload bytea NOT NULL,
                topic text,
                partition integer,
                minute timestamptz,
                checksum bigint
              )
              """
                  .formatted(generation));
          extent.parts().forEach(it -> note(generation, it, reference));
          extent
              .goOn()
              .forEach((partition, next) -> position(generation, partition, next, reference));
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

  private void note(String generation, Part part, String reference) {
    jdbc.sql(
            """
            INSERT INTO generation_parts (generation, topic, partition, begins, ends, reference)
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
   * As complete as the generation in use, until the part of the partition tells better: another
   * source is read later, and holds all that was committed before that moment.
   */
  private void position(String generation, LogPartition partition, long next, String reference) {
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
          if (!takes(generation, part)) {
            return;
          }
          putAside.takeOver(generation, part, reference);
          var loading =
              new PartTables(
                  reports, generation, putAside.of(generation, part.partition()), serializer);
          work.accept(loading);
          jdbc.sql(
                  """
                  UPDATE stream_offsets SET complete_to = ?::timestamptz
                  WHERE stream = ? AND topic = ? AND partition = ?
                  """)
              .params(
                  at(loading.completeTo()),
                  generation,
                  part.partition().topic(),
                  part.partition().partition())
              .update();
        });
  }

  /** Whoever comes second waits for the first, and then finds the part loaded. */
  private boolean takes(String generation, Part part) {
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
    var pieces = new PartialDays(reports, generation);
    transaction.executeWithoutResult(_ -> pieces.merge());
    addKeys(generation);
    var tables = new ReportTables(reports, generation);
    analyze(generation);
    new LateEvents(jdbc, transaction, generation, tables, serializer).project();
    statements.execute(
        """
        DROP TABLE IF EXISTS %1$s.late_events;
        ANALYZE %1$s.merchant_terms
        """
            .formatted(generation));
    countFromHere(generation);
  }

  /** What queries look for; statistics of texts and JSON that nobody does take several times it. */
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
      throw new IrregularHistory("an order is in the history twice", twice);
    }
  }

  /** What came from elsewhere than the log was not counted by the log's partitions. */
  private void countFromHere(String generation) {
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
          forget(generation);
          schema.create(generation);
        });
  }

  private void forget(String generation) {
    for (String table :
        List.of("stream_offsets", "stream_counts", "dead_letters", "dead_letter_actions")) {
      jdbc.sql("DELETE FROM " + table + " WHERE stream = ?").param(generation).update();
    }
    jdbc.sql("DELETE FROM generation_parts WHERE generation = ?").param(generation).update();
  }
}
