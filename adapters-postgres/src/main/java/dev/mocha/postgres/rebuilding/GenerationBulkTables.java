package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.Columns.at;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkTables;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.postgres.reporting.GenerationTables;
import dev.mocha.postgres.reporting.Generations;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of a generation while it is built. They have no keys until everything is in them: to
 * build an index at once is several times cheaper than to keep it while rows arrive.
 */
public final class GenerationBulkTables implements BulkTables {

  private final DataSource reports;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Serializer serializer;
  private final Generations generations;

  /**
   * @param reports connections that may take long for a statement
   * @param transaction on the same connections
   */
  public GenerationBulkTables(
      DataSource reports,
      TransactionTemplate transaction,
      Serializer serializer,
      Generations generations) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
    this.transaction = transaction;
    this.serializer = serializer;
    this.generations = generations;
  }

  @Override
  public void create(String generation) {
    generations.migrate(generation);
    new JdbcTemplate(reports)
        .execute(
            """
            ALTER TABLE %1$s.orders DROP CONSTRAINT IF EXISTS orders_pkey;
            ALTER TABLE %1$s.days DROP CONSTRAINT IF EXISTS days_pkey;
            DROP INDEX IF EXISTS %1$s.orders_by_time;
            CREATE TABLE IF NOT EXISTS %1$s.late_events (
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
  }

  @Override
  public List<Part> missing(String generation, List<Part> parts) {
    Set<LogPartition> loaded =
        new HashSet<>(
            jdbc.sql("SELECT topic, partition FROM stream_positions WHERE stream = ?")
                .param(generation)
                .query(
                    (row, _) -> new LogPartition(row.getString("topic"), row.getInt("partition")))
                .list());
    return parts.stream().filter(it -> !loaded.contains(it.partition())).toList();
  }

  @Override
  public void load(String generation, Part part, Consumer<Loading> work) {
    transaction.executeWithoutResult(
        _ -> {
          var loading = new PartTables(reports, generation, serializer);
          work.accept(loading);
          jdbc.sql(
                  """
                  INSERT INTO stream_positions (stream, topic, partition, next_offset, complete_to)
                  VALUES (?, ?, ?, ?, ?::timestamptz)
                  """)
              .param(generation)
              .param(part.partition().topic())
              .param(part.partition().partition())
              .param(part.end())
              .param(at(loading.completeTo()))
              .update();
        });
  }

  @Override
  public void complete(String generation) {
    var merging = new DayPieces(reports, generation);
    transaction.executeWithoutResult(_ -> merging.merge());
    new JdbcTemplate(reports)
        .execute(
            """
            ALTER TABLE %1$s.orders DROP CONSTRAINT IF EXISTS orders_pkey;
            ALTER TABLE %1$s.days DROP CONSTRAINT IF EXISTS days_pkey;
            DROP INDEX IF EXISTS %1$s.orders_by_time;
            ALTER TABLE %1$s.orders ADD PRIMARY KEY (merchant_id, business_date, order_id);
            ALTER TABLE %1$s.days ADD PRIMARY KEY (merchant_id, business_date);
            CREATE INDEX orders_by_time
              ON %1$s.orders (merchant_id, business_date, placed_at, order_id)
            """
                .formatted(generation));
    new LateEvents(
            jdbc, transaction, generation, new GenerationTables(reports, generation), serializer)
        .project();
    new JdbcTemplate(reports)
        .execute(
            """
            DROP TABLE IF EXISTS %1$s.late_events;
            ANALYZE %1$s.orders, %1$s.days, %1$s.merchant_terms
            """
                .formatted(generation));
  }
}
