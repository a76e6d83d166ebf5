package dev.mocha.postgres.reporting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Creates the schema of a generation, with the tables of this version of the code. */
public final class GenerationSchema {

  private static final ClassPathResource TABLES =
      new ClassPathResource("db/generation/daily_report.sql");

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  /**
   * @param transaction on the same database
   */
  public GenerationSchema(DataSource reports, TransactionTemplate transaction) {
    this.jdbc = new JdbcTemplate(reports);
    this.transaction = transaction;
  }

  /** Creates the schema; an existing schema of this name is dropped. */
  public void create(String generation) {
    try {
      String tables = TABLES.getContentAsString(StandardCharsets.UTF_8);
      transaction.executeWithoutResult(
          _ ->
              jdbc.execute(
                  """
                  DROP SCHEMA IF EXISTS %1$s CASCADE;
                  CREATE SCHEMA %1$s;
                  GRANT USAGE ON SCHEMA %1$s TO mocha_reader;
                  SET LOCAL search_path TO %1$s;
                  %2$s;
                  SET LOCAL search_path TO DEFAULT;
                  """
                      .formatted(generation, tables)));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
