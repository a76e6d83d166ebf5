package dev.mocha.postgres.reporting;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Attaches the month partitions of a generation when their first order arrives. It uses a
 * transaction of its own and attaches a finished table instead of creating a partition in place, so
 * that no reader and no running batch waits for it.
 */
final class MonthPartitions {

  private final DataSource dataSource;
  private final String generation;
  private final Set<YearMonth> attached = ConcurrentHashMap.newKeySet();

  MonthPartitions(DataSource reports, String generation) {
    this.dataSource = reports;
    this.generation = generation;
  }

  /** Returns when these dates have partitions. */
  void ensure(Collection<LocalDate> dates) {
    Set<YearMonth> missing = dates.stream().map(YearMonth::from).collect(Collectors.toSet());
    missing.removeAll(attached);
    for (YearMonth month : missing) {
      attach(month);
      attached.add(month);
    }
  }

  private void attach(YearMonth month) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(hashtext('%s'))".formatted(generation));
      for (String table : Set.of("orders", "days", "sealed_days")) {
        String partition =
            "%s.%s_%d_%02d".formatted(generation, table, month.getYear(), month.getMonthValue());
        try (var found =
            statement.executeQuery("SELECT to_regclass('%s') IS NULL".formatted(partition))) {
          found.next();
          if (!found.getBoolean(1)) {
            continue;
          }
        }
        statement.execute(
            """
            CREATE TABLE %1$s (LIKE %2$s.%3$s INCLUDING ALL);
            ALTER TABLE %2$s.%3$s ATTACH PARTITION %1$s FOR VALUES FROM ('%4$s') TO ('%5$s')
            """
                .formatted(
                    partition, generation, table, month.atDay(1), month.plusMonths(1).atDay(1)));
      }
      connection.commit();
    } catch (SQLException failed) {
      throw new UncategorizedSQLException(
          "attach the partitions of %s to generation %s".formatted(month, generation),
          null,
          failed);
    }
  }
}
