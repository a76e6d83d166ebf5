package dev.mocha.postgres.reporting;

import dev.mocha.application.reporting.ReportTables.NotBuilt;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells which generation answers the queries of this version of the code. */
public final class LiveGeneration {

  private final JdbcClient jdbc;
  private final int version;

  public LiveGeneration(JdbcClient reports, int version) {
    this.jdbc = reports;
    this.version = version;
  }

  /**
   * The schema that answers queries now.
   *
   * @throws NotBuilt when there is none yet
   */
  public String name() {
    return find().orElseThrow(() -> new NotBuilt(version));
  }

  /** The same; empty when there is none yet. */
  Optional<String> find() {
    return jdbc.sql(
            """
            SELECT generation FROM live_generation
            WHERE projection = 'daily-report' AND version = ?
            """)
        .param(version)
        .query(String.class)
        .optional();
  }
}
