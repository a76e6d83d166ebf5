package dev.mocha.postgres.reporting;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The generations of the daily report: each a schema of its own, one of them live. */
public final class Generations {

  private static final String PROJECTION = "daily-report";
  private static final String FIRST = "report_g1";

  private final DataSource dataSource;
  private final JdbcClient jdbc;

  public Generations(DataSource reports) {
    this.dataSource = reports;
    this.jdbc = JdbcClient.create(reports);
  }

  /**
   * Creates the first generation where there is none, and brings the live one's tables up to date.
   */
  public void prepare() {
    migrate(FIRST);
    jdbc.sql(
            """
            INSERT INTO live_generation (projection, generation) VALUES (?, ?)
            ON CONFLICT (projection) DO NOTHING
            """)
        .params(PROJECTION, FIRST)
        .update();
  }

  /** Makes the tables of a generation, or brings them up to date. */
  public void migrate(String generation) {
    Flyway.configure()
        .dataSource(dataSource)
        .schemas(generation)
        .locations("classpath:db/generation")
        .load()
        .migrate();
  }

  /** The schema that answers queries now. */
  public String live() {
    return jdbc.sql("SELECT generation FROM live_generation WHERE projection = ?")
        .param(PROJECTION)
        .query(String.class)
        .single();
  }
}
