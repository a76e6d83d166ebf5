package dev.mocha.postgres.reporting;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The first generation of a new database. It needs no rebuild, because there was no data before.
 */
public final class FirstGeneration {

  private static final String NAME = "report_g1";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final GenerationSchema schema;

  /**
   * @param transaction on the same database
   */
  public FirstGeneration(
      JdbcClient jdbc, TransactionTemplate transaction, GenerationSchema schema) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.schema = schema;
  }

  /**
   * Creates it and makes it live, unless a generation exists; its stream fills it.
   *
   * @param version of the projection in this process
   */
  public void prepare(int version) {
    transaction.executeWithoutResult(
        _ -> {
          jdbc.sql("LOCK TABLE generations IN SHARE ROW EXCLUSIVE MODE").update();
          int first =
              jdbc.sql(
                      """
                      INSERT INTO generations
                        (projection, generation, number, version, state, source, promote, force,
                         rate, requested_by, reason, phase, ready_at, promoted_at)
                      SELECT :projection, :name, 1, :version, 'READY', 'LOG', true, false, 0, 'mocha',
                             'the first', 'DONE', clock_timestamp(), clock_timestamp()
                      WHERE NOT EXISTS (SELECT FROM generations WHERE projection = :projection)
                      """)
                  .param("projection", LiveGeneration.PROJECTION)
                  .param("name", NAME)
                  .param("version", version)
                  .update();
          if (first == 0) {
            return;
          }
          schema.create(NAME);
          jdbc.sql(
                  """
                  INSERT INTO live_generations (projection, version, generation) VALUES (?, ?, ?)
                  """)
              .params(LiveGeneration.PROJECTION, version, NAME)
              .update();
        });
  }
}
