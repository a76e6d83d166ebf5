package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.instant;
import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Phase;
import dev.mocha.application.rebuilding.Generation.Progress;
import dev.mocha.application.rebuilding.Generation.Proof;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A row of {@code generations} with what the pointer says of it. */
final class GenerationRow {

  /** Those of one projection; conditions may follow. */
  static final String SELECT =
      """
      SELECT g.*, live.generation IS NOT NULL AS is_live
      FROM generations AS g LEFT JOIN live_generations AS live
        USING (projection, version, generation)
      WHERE g.projection = :projection\
      """;

  private GenerationRow() {}

  static Generation read(ResultSet row) throws SQLException {
    Instant provenAt = instant(row, "proven_at");
    Instant promotedAt = instant(row, "promoted_at");
    State stored = State.valueOf(row.getString("state"));
    return new Generation(
        row.getString("generation"),
        row.getInt("version"),
        stored != State.READY
            ? stored
            : row.getBoolean("is_live")
                ? State.LIVE
                : promotedAt == null ? State.READY : State.FORMER,
        new Order(
            Source.valueOf(row.getString("source")),
            row.getBoolean("promote"),
            row.getBoolean("force"),
            row.getInt("rate")),
        new RequestedBy(row.getString("asked_by"), row.getString("reason")),
        new Progress(
            Phase.valueOf(row.getString("phase")),
            row.getLong("done"),
            row.getLong("total"),
            row.getLong("speed"),
            instant(row, "progressed_at")),
        requiredInstant(row, "created_at"),
        instant(row, "ready_at"),
        promotedAt,
        instant(row, "ended_at") != null && instant(row, "dropped_at") == null,
        provenAt == null ? null : new Proof(row.getLong("differing_days"), provenAt),
        row.getString("failure"));
  }
}
