package dev.mocha.postgres.rebuilding;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of generations that were cancelled, given up, or could not be built. */
public final class UnusedGenerations {

  private static final Logger LOG = LoggerFactory.getLogger(UnusedGenerations.class);

  /** Longer than any transaction that still reads the tables, and than any stream needs to end. */
  private static final String GRACE = "70 seconds";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /**
   * @param jdbc connections that may take long for a statement
   * @param transaction on the same connections
   */
  public UnusedGenerations(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** Drops their tables; of those that had a stream or have answered, once both are done. */
  void drop() {
    jdbc.sql(
            """
            SELECT generation FROM generations
            WHERE ended_at IS NOT NULL AND dropped_at IS NULL
              AND (phase IN ('LOADING', 'COMPLETING')
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
