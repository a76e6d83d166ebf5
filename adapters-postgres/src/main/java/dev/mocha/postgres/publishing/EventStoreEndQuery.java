package dev.mocha.postgres.publishing;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.publishing.EventStoreEnd;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Queries the end of the table {@code events}. */
final class EventStoreEndQuery implements EventStoreEnd {

  private final JdbcClient jdbc;

  EventStoreEndQuery(JdbcClient orders) {
    this.jdbc = orders;
  }

  /**
   * PostgreSQL takes the statement's time before its snapshot, so the snapshot holds every commit
   * before that time.
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
