package dev.mocha.postgres.rebuilding;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.GenerationContents;
import dev.mocha.application.reporting.ReportRows;
import dev.mocha.postgres.reporting.ReportTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the contents of generations from their database. */
final class GenerationContentsQuery implements GenerationContents {

  private final DataSource reports;
  private final JdbcClient jdbc;

  GenerationContentsQuery(DataSource reports) {
    this.reports = reports;
    this.jdbc = JdbcClient.create(reports);
  }

  @Override
  public ReportRows rows(String generation) {
    return new ReportTables(reports, generation);
  }

  @Override
  public Map<LogPartition, Long> streamOffsets(String generation) {
    var offsets = new HashMap<LogPartition, Long>();
    jdbc.sql("SELECT topic, partition, next_offset FROM stream_offsets WHERE stream = ?")
        .param(generation)
        .query(
            row -> {
              offsets.put(
                  new LogPartition(row.getString("topic"), row.getInt("partition")),
                  row.getLong("next_offset"));
            });
    return offsets;
  }

  @Override
  public Content content(String generation) {
    return jdbc.sql(
            """
            SELECT coalesce(sum(pg_total_relation_size(oid)), 0) AS bytes FROM pg_class
            WHERE relnamespace = to_regnamespace(?) AND relkind = 'r'
            """)
        .param(generation)
        .query(
            (row, _) ->
                new Content(
                    row.getLong("bytes"),
                    checksum(generation),
                    new GenerationDays(reports, generation).completeTo().orElse(null)))
        .single();
  }

  /** Null where another version has no checksums, or the tables have just been dropped. */
  private @Nullable String checksum(String generation) {
    try {
      return jdbc.sql("SELECT coalesce(sum(checksum), 0) FROM %s.days".formatted(generation))
          .query((row, _) -> HexFormat.of().toHexDigits(row.getBigDecimal(1).longValue()))
          .single();
    } catch (BadSqlGrammarException absent) {
      return null;
    }
  }

  /** Known where the server runs on this machine and reveals its data directory. */
  @Override
  public OptionalLong freeBytes() {
    try {
      Path directory = Path.of(jdbc.sql("SHOW data_directory").query(String.class).single());
      return Files.isDirectory(directory)
          ? OptionalLong.of(Files.getFileStore(directory).getUsableSpace())
          : OptionalLong.empty();
    } catch (IOException | DataAccessException hidden) {
      return OptionalLong.empty();
    }
  }
}
