package dev.mocha.postgres.reporting;

import dev.mocha.application.reporting.ReportQueries.NotBuilt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells which generation answers the queries of this version of the code. */
public final class LiveGeneration {

  /** The projection whose generations these are. */
  public static final String PROJECTION = "daily-report";

  private final JdbcClient jdbc;
  private final int version;
  private volatile @Nullable String lastSeen;

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
    String name = find().orElseThrow(() -> new NotBuilt(version));
    lastSeen = name;
    return name;
  }

  /** The one that answered when somebody last looked; it may have been replaced meanwhile. */
  String lastSeen() {
    String name = lastSeen;
    return name == null ? name() : name;
  }

  /** The version of the code that is asked for. */
  int version() {
    return version;
  }

  /** The same; empty when there is none yet. */
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
