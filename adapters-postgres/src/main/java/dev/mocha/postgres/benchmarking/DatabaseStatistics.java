package dev.mocha.postgres.benchmarking;

import dev.mocha.application.benchmarking.MeasuredDatabase;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads PostgreSQL's counters of a database. */
final class DatabaseStatistics implements MeasuredDatabase {

  private static final int MAX_TABLES = 100;

  private final String name;
  private final JdbcClient jdbc;

  DatabaseStatistics(String name, JdbcClient jdbc) {
    this.name = name;
    this.jdbc = jdbc;
  }

  @Override
  public Usage usage() {
    List<TableSize> tables = tables();
    return jdbc.sql(
            """
            SELECT trunc(active_time)::bigint AS active_time, blks_hit, blks_read,
                   'PostgreSQL ' || current_setting('server_version') AS server
            FROM pg_stat_database WHERE datname = current_database()
            """)
        .query(
            (row, _) ->
                new Usage(
                    name,
                    row.getString("server"),
                    row.getLong("active_time"),
                    row.getLong("blks_hit"),
                    row.getLong("blks_read"),
                    tables))
        .single();
  }

  /** Partitions count with their partitioned table. */
  private List<TableSize> tables() {
    return jdbc.sql(
            """
            SELECT coalesce(pg_partition_root(c.oid), c.oid)::regclass::oid AS root,
                   (SELECT n.nspname || '.' || r.relname
                    FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace
                    WHERE r.oid = coalesce(pg_partition_root(c.oid), c.oid)) AS name,
                   sum(greatest(c.reltuples, 0))::bigint AS rows,
                   sum(pg_total_relation_size(c.oid))::bigint AS bytes
            FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
            WHERE c.relkind = 'r' AND s.nspname NOT IN ('pg_catalog', 'information_schema')
            GROUP BY 1, 2
            ORDER BY bytes DESC, name
            LIMIT ?
            """)
        .param(MAX_TABLES)
        .query(
            (row, _) ->
                new TableSize(row.getString("name"), row.getLong("rows"), row.getLong("bytes")))
        .list();
  }
}
