package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.publishing.EventStoreEnd;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks the table {@code events} where it ends. */
public final class EventStoreEndQuery implements EventStoreEnd {

  private final JdbcClient jdbc;

  public EventStoreEndQuery(JdbcClient orders) {
    this.jdbc = orders;
  }

  /**
   * The time of the statement comes before its snapshot, so the snapshot holds all commits before
   * it.
   */
  @Override
  public End now() {
    return jdbc.sql(
            """
            SELECT statement_timestamp() AS at, coalesce(max(global_index), -1) AS position
            FROM events
            """)
        .query((row, _) -> new End(requiredInstant(row, "at"), row.getLong("position")))
        .single();
  }

  @Override
  public boolean isStoredAtAny(Collection<Long> positions) {
    return jdbc.sql("SELECT EXISTS (SELECT FROM events WHERE global_index = ANY (?))")
        .param(positions.toArray(Long[]::new))
        .query(Boolean.class)
        .single();
  }
}
