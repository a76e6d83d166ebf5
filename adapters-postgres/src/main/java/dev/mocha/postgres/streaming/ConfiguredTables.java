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

/** The tables, offsets and dead letters of streams, in the reports database. */
final class ConfiguredTables implements StreamTables {

  private final JdbcTemplate jdbc;
  private final JdbcClient client;
  private final TransactionTemplate transaction;

  /**
   * @param transaction of the same database
   */
  ConfiguredTables(DataSource reports, TransactionTemplate transaction) {
    this.jdbc = new JdbcTemplate(reports);
    this.client = JdbcClient.create(reports);
    this.transaction = transaction;
  }

  /**
   * A column of an existing table.
   *
   * @param required whether an INSERT must give a value
   */
  private record Existing(String type, boolean required) {}

  @Override
  public StreamTable open(StreamDefinition stream) {
    Availability.run(() -> create(stream));
    List<String> differences = Availability.of(() -> differences(stream));
    if (!differences.isEmpty()) {
      throw new Mismatch(
          "the table %s differs from the stream %s: %s"
              .formatted(stream.table(), stream.name(), String.join("; ", differences)));
    }
    return new ConfiguredTable(jdbc, stream);
  }

  @Override
  public StreamOffsets offsets(String stream) {
    return new StreamOffsetsTable(client, transaction, stream);
  }

  @Override
  public StreamDeadLetters deadLetters(String stream) {
    return new StreamDeadLettersTable(client, stream);
  }

  /** The lock keeps two processes from creating the table at once, which fails. */
  private void create(StreamDefinition stream) {
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
    Map<String, Existing> existing = columnsOf(stream);
    var differences = new ArrayList<String>();
    for (StreamColumn column : stream.columns()) {
      Existing found = existing.remove(column.name());
      String type = column.type().sql();
      if (found == null) {
        differences.add("column %s %s is missing".formatted(column.name(), type));
      } else if (!found.type().equals(type)) {
        differences.add(
            "column %s is %s, the stream defines %s; alter the column or the stream"
                .formatted(column.name(), found.type(), type));
      } else if (found.required() && !column.isNeverNull()) {
        differences.add(
            "column %s is NOT NULL, but the stream neither requires it nor has a default"
                .formatted(column.name()));
      }
    }
    existing.forEach(
        (name, it) -> {
          if (it.required()) {
            differences.add(
                "column %s is NOT NULL without a default, and the stream does not define it"
                    .formatted(name));
          }
        });
    if (!keysOf(stream).contains(Set.copyOf(stream.key()))) {
      differences.add(
          "there is no primary key or unique index over (%s)"
              .formatted(String.join(", ", stream.key())));
    }
    return differences;
  }

  private Map<String, Existing> columnsOf(StreamDefinition stream) {
    var columns = new LinkedHashMap<String, Existing>();
    client
        .sql(
            """
            SELECT attname,
              replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz')
                AS type,
              attnotnull AND NOT atthasdef AND attidentity = '' AS required
            FROM pg_attribute
            WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
            ORDER BY attnum
            """)
        .param(StreamTableSql.quoted(stream.table()))
        .query(
            row -> {
              columns.put(
                  row.getString("attname"),
                  new Existing(row.getString("type"), row.getBoolean("required")));
            });
    return columns;
  }

  /** The sets of columns that ON CONFLICT accepts. */
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
