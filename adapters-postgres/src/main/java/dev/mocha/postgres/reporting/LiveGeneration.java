package dev.mocha.postgres.reporting;

import dev.mocha.application.reporting.ReportQueries.NotBuilt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The generation that answers the queries of this version of the code. */
public final class LiveGeneration {

  /** The projection whose generations these are. */
  public static final String PROJECTION = "daily-report";

  private final JdbcClient jdbc;
  private final int version;
  private volatile @Nullable String lastKnown;

  public LiveGeneration(JdbcClient reports, int version) {
    this.jdbc = reports;
    this.version = version;
  }

  /**
   * The schema of the live generation.
   *
   * @throws NotBuilt when no generation is live
   */
  public String name() {
    String name = find().orElseThrow(() -> new NotBuilt(version));
    lastKnown = name;
    return name;
  }

  /** The schema at the last look-up; another one may be live by now. */
  String lastKnown() {
    String name = lastKnown;
    return name == null ? name() : name;
  }

  int version() {
    return version;
  }

  /** The schema of the live generation; empty when there is none. */
  Optional<String> find() {
    return jdbc.sql(
            """
            SELECT generation FROM live_generations
            WHERE projection = ? AND version = ?
            """)
        .params(PROJECTION, version)
        .query(String.class)
        .optional();
  }
}
