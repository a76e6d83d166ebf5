package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.MissingEvent;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.postgres.ordering.EventStore;
import dev.mocha.postgres.reporting.ReportTables;
import dev.mocha.postgres.sql.BinaryCopy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The table of late events: events of orders that were already written when they came. */
final class LateEvents {

  static final String TABLE = "late_events";

  private static final int BATCH = 4_000;

  private final JdbcTemplate statements;
  private final JdbcClient jdbc;
  private final String generation;
  private final DailyReportProjection projection;
  private final Serializer serializer;

  private record Late(long id, Sequenced event) {}

  LateEvents(DataSource reports, String generation, Serializer serializer) {
    this.statements = new JdbcTemplate(reports);
    this.jdbc = JdbcClient.create(reports);
    this.generation = generation;
    this.projection = new DailyReportProjection(new ReportTables(reports, generation));
    this.serializer = serializer;
  }

  void create() {
    statements.execute(
        """
        CREATE TABLE %s.late_events (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          sequence bigint NOT NULL,
          payload_type text NOT NULL,
          payload_revision text,
          payload bytea NOT NULL,
          topic text,
          partition integer,
          minute timestamptz,
          checksum bigint
        )
        """
            .formatted(generation));
  }

  void add(Collection<Sequenced> events) {
    if (events.isEmpty()) {
      return;
    }
    statements.execute(
        (ConnectionCallback<Void>)
            connection -> {
              BinaryCopy.into(
                  connection,
                  """
                  %s.late_events (sequence, payload_type, payload_revision, payload, topic,
                                  partition, minute, checksum)
                  """
                      .formatted(generation),
                  8,
                  events,
                  this::write);
              return null;
            });
  }

  private void write(BinaryCopy row, Sequenced it) {
    SerializedObject<byte[]> payload = serializer.serialize(it.event(), byte[].class);
    row.bigint(it.sequence())
        .text(payload.getType().getName())
        .text(payload.getType().getRevision())
        .bytes(payload.getData());
    LogCount counted = it.counted();
    if (counted == null) {
      row.absent().absent().absent().absent();
    } else {
      row.text(counted.partition().topic())
          .integer(counted.partition().partition())
          .timestamptz(counted.minute())
          .bigint(counted.checksum());
    }
  }

  /**
   * Projects all late events as the stream does, in several transactions, and drops the table.
   *
   * @throws IrregularHistory when a predecessor is missing
   */
  void project(TransactionTemplate transaction) {
    try {
      boolean more;
      do {
        more = Boolean.TRUE.equals(transaction.execute(_ -> projectBatch()));
      } while (more);
    } catch (MissingEvent | IllegalStateException impossible) {
      throw new IrregularHistory(String.valueOf(impossible.getMessage()), impossible);
    }
    statements.execute("DROP TABLE %s.late_events".formatted(generation));
  }

  private boolean projectBatch() {
    List<Late> batch =
        jdbc.sql("SELECT * FROM %s.late_events ORDER BY id LIMIT ?".formatted(generation))
            .param(BATCH)
            .query((row, _) -> new Late(row.getLong("id"), read(row)))
            .list();
    if (batch.isEmpty()) {
      return false;
    }
    projection.project(batch.stream().map(Late::event).toList());
    jdbc.sql("DELETE FROM %s.late_events WHERE id <= ?".formatted(generation))
        .param(batch.getLast().id())
        .update();
    return true;
  }

  private Sequenced read(ResultSet row) throws SQLException {
    OrderEvent event = serializer.deserialize(EventStore.payload(row));
    LogCount counted =
        row.getString("topic") == null
            ? null
            : new LogCount(
                new LogPartition(row.getString("topic"), row.getInt("partition")),
                requiredInstant(row, "minute"),
                1,
                row.getLong("checksum"));
    return new Sequenced(event, row.getLong("sequence"), counted);
  }
}
