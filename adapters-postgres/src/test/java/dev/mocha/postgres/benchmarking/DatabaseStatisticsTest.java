package dev.mocha.postgres.benchmarking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mocha.application.benchmarking.MeasuredDatabase.TableSize;
import dev.mocha.application.benchmarking.MeasuredDatabase.Usage;
import dev.mocha.postgres.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DatabaseStatisticsTest {

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();
  private final DatabaseStatistics statistics = new DatabaseStatistics("reports", database.jdbc());

  @Test
  void the_execution_time_of_statements_is_counted() {
    Usage before = statistics.usage();
    database.jdbc().sql("SELECT 1 FROM pg_sleep(0.3)").query().listOfRows();

    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              Usage after = statistics.usage();
              assertThat(after.busyMillis()).isGreaterThanOrEqualTo(before.busyMillis() + 300);
              assertThat(after.buffersHit()).isGreaterThan(before.buffersHit());
            });
    assertThat(before.name()).isEqualTo("reports");
    assertThat(before.server()).matches("PostgreSQL \\d+.*");
  }

  @Test
  void partitions_count_with_their_partitioned_table() {
    database
        .jdbc()
        .sql(
            """
            CREATE TABLE halves (n integer) PARTITION BY RANGE (n);
            CREATE TABLE first_half PARTITION OF halves FOR VALUES FROM (0) TO (50);
            CREATE TABLE other_half PARTITION OF halves FOR VALUES FROM (50) TO (100);
            INSERT INTO halves SELECT * FROM generate_series(0, 99);
            ANALYZE halves;
            """)
        .update();

    assertThat(statistics.usage().tables())
        .contains(new TableSize("public.halves", 100, 16_384))
        .noneMatch(it -> it.name().endsWith("_half") || it.name().startsWith("pg_catalog"));
  }
}
