package dev.mocha.postgres.rebuilding;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Drops the tables of generations that were cancelled, failed or were retired. */
final class UnusedGenerations {

  private static final Logger LOG = LoggerFactory.getLogger(UnusedGenerations.class);

  /** Longer than any transaction that still reads the tables, and than a stream needs to stop. */
  private static final String GRACE = "70 seconds";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /**
   * @param jdbc connections whose statements may take long
   * @param transaction on the same connections
   */
  UnusedGenerations(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** Generations that had a stream are dropped after the grace period, others at once. */
  void drop() {
    jdbc.sql(
            """
            SELECT generation FROM generations
            WHERE ended_at IS NOT NULL AND dropped_at IS NULL
              AND (phase IN ('LOADING', 'INDEXING')
                   OR ended_at < clock_timestamp() - interval '%s')
            """
                .formatted(GRACE))
        .query(String.class)
        .list()
        .forEach(it -> transaction.executeWithoutResult(_ -> drop(it)));
  }

  private void drop(String generation) {
    jdbc.sql("DROP SCHEMA IF EXISTS " + generation + " CASCADE").update();
    for (String table : List.of("stream_offsets", "stream_counts", "dead_letters")) {
      jdbc.sql("DELETE FROM " + table + " WHERE stream = ?").param(generation).update();
    }
    jdbc.sql("DELETE FROM generation_parts WHERE generation = ?").param(generation).update();
    jdbc.sql("UPDATE generations SET dropped_at = clock_timestamp() WHERE generation = ?")
        .param(generation)
        .update();
    LOG.info("the tables of {} are dropped", generation);
  }
}
