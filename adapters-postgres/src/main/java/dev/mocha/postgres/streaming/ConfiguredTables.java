package dev.mocha.postgres.streaming;

import dev.mocha.application.streaming.StreamColumn;
import dev.mocha.application.streaming.StreamDeadLetters;
import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamOffsets;
import dev.mocha.application.streaming.StreamTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the streams keep in the reports database. */
public final class ConfiguredTables implements StreamTables {

  private final JdbcTemplate jdbc;
  private final JdbcClient client;
  private final TransactionTemplate transaction;

  /**
   * @param transaction on the same database
   */
  public ConfiguredTables(DataSource reports, TransactionTemplate transaction) {
    this.jdbc = new JdbcTemplate(reports);
    this.client = JdbcClient.create(reports);
    this.transaction = transaction;
  }

  private record Found(String type, boolean needed) {}

  @Override
  public StreamTable open(StreamDefinition stream) {
    Availability.run(() -> make(stream));
    List<String> differences = Availability.of(() -> differences(stream));
    if (!differences.isEmpty()) {
      throw new Mismatch(
          "the table %s is not as the stream %s needs it: %s"
              .formatted(stream.table(), stream.name(), String.join("; ", differences)));
    }
    return new ConfiguredTable(jdbc, stream);
  }

  @Override
  public StreamOffsets positions(String stream) {
    return new StreamOffsetsTable(client, transaction, stream);
  }

  @Override
  public StreamDeadLetters deadLetters(String stream) {
    return new StreamDeadLettersTable(client, stream);
  }

  /** One process at a time: of two that make the same table at once, one would fail. */
  private void make(StreamDefinition stream) {
    transaction.executeWithoutResult(
        _ -> {
          client
              .sql("SELECT pg_advisory_xact_lock(hashtext(?))")
              .param("stream table " + stream.table())
              .query(row -> {});
          jdbc.execute(new StreamTableSql().create(stream));
        });
  }

  private List<String> differences(StreamDefinition stream) {
    Map<String, Found> found = columnsOf(stream);
    var differences = new ArrayList<String>();
    for (StreamColumn column : stream.columns()) {
      Found there = found.remove(column.name());
      String wanted = column.type().sql();
      if (there == null) {
        differences.add("column %s %s is missing".formatted(column.name(), wanted));
      } else if (!there.type().equals(wanted)) {
        differences.add(
            "column %s is %s, must be %s".formatted(column.name(), there.type(), wanted));
      } else if (there.needed() && !column.isNeverNull()) {
        differences.add(
            "column %s is NOT NULL, but the stream may have no value for it"
                .formatted(column.name()));
      }
    }
    found.forEach(
        (name, it) -> {
          if (it.needed()) {
            differences.add(
                "column %s is NOT NULL without a default, and not of the stream".formatted(name));
          }
        });
    if (!keysOf(stream).contains(Set.copyOf(stream.key()))) {
      differences.add(
          "there is no primary key or unique index over (%s)"
              .formatted(String.join(", ", stream.key())));
    }
    return differences;
  }

  private Map<String, Found> columnsOf(StreamDefinition stream) {
    var columns = new LinkedHashMap<String, Found>();
    client
        .sql(
            """
            SELECT attname,
              replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz')
                AS type,
              attnotnull AND NOT atthasdef AND attidentity = '' AS needed
            FROM pg_attribute
            WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
            ORDER BY attnum
            """)
        .param(StreamTableSql.quoted(stream.table()))
        .query(
            row -> {
              columns.put(
                  row.getString("attname"),
                  new Found(row.getString("type"), row.getBoolean("needed")));
            });
    return columns;
  }

  /** The sets of columns by which ON CONFLICT finds a row. */
  private Set<Set<String>> keysOf(StreamDefinition stream) {
    return client
        .sql(
            """
            SELECT array_agg(attname::text) AS names
            FROM pg_index
            JOIN LATERAL unnest(indkey[0:indnkeyatts - 1]) AS of (number) ON true
            JOIN pg_attribute ON attrelid = indrelid AND attnum = of.number
            WHERE indrelid = ?::regclass AND indisunique AND indisvalid AND indimmediate
              AND indpred IS NULL AND indexprs IS NULL
            GROUP BY indexrelid
            """)
        .param(StreamTableSql.quoted(stream.table()))
        .query((row, _) -> Set.of((String[]) row.getArray("names").getArray()))
        .list()
        .stream()
        .collect(Collectors.toSet());
  }
}
