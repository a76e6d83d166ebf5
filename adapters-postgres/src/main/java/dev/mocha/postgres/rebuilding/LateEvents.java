package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.sql.Columns.requiredInstant;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.MissingEvent;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.ReportRows;
import dev.mocha.domain.ordering.OrderEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Events of orders that were already written, projected as live ones are, and then forgotten. */
final class LateEvents {

  private static final int AT_ONCE = 4_000;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final String generation;
  private final DailyReportProjection projection;
  private final Serializer serializer;

  private record Late(long id, Sequenced event) {}

  LateEvents(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      String generation,
      ReportRows rows,
      Serializer serializer) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.generation = generation;
    this.projection = new DailyReportProjection(rows);
    this.serializer = serializer;
  }

  /**
   * Returns when there are none left. After a crash there may be no table of them any more.
   *
   * @throws IrregularHistory when the event before one of them is missing
   */
  void project() {
    boolean rest =
        jdbc.sql("SELECT to_regclass(?) IS NOT NULL")
            .param(generation + ".late_events")
            .query(Boolean.class)
            .single();
    try {
      while (rest) {
        rest = Boolean.TRUE.equals(transaction.execute(_ -> projectSome()));
      }
    } catch (MissingEvent | IllegalStateException | ClassCastException impossible) {
      throw new IrregularHistory(String.valueOf(impossible.getMessage()), impossible);
    }
  }

  private boolean projectSome() {
    List<Late> some =
        jdbc.sql("SELECT * FROM %s.late_events ORDER BY id LIMIT ?".formatted(generation))
            .param(AT_ONCE)
            .query((row, _) -> new Late(row.getLong("id"), read(row)))
            .list();
    if (some.isEmpty()) {
      return false;
    }
    projection.project(some.stream().map(Late::event).toList());
    jdbc.sql("DELETE FROM %s.late_events WHERE id <= ?".formatted(generation))
        .param(some.getLast().id())
        .update();
    return true;
  }

  private Sequenced read(ResultSet row) throws SQLException {
    OrderEvent event =
        serializer.deserialize(
            new SimpleSerializedObject<>(
                row.getBytes("payload"),
                byte[].class,
                new SimpleSerializedType(
                    row.getString("payload_type"), row.getString("payload_revision"))));
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
