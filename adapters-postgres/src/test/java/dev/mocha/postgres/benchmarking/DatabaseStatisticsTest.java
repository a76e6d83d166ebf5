package dev.mocha.postgres.benchmarking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mocha.application.benchmarking.MeasuredDatabase.TableSize;
import dev.mocha.application.benchmarking.MeasuredDatabase.Use;
import dev.mocha.postgres.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DatabaseStatisticsTest {

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();
  private final DatabaseStatistics statistics = new DatabaseStatistics("reports", database.jdbc());

  @Test
  void what_statements_take_is_counted() {
    Use before = statistics.use();
    database.jdbc().sql("SELECT 1 FROM pg_sleep(0.3)").query().listOfRows();

    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              Use after = statistics.use();
              assertThat(after.busy()).isGreaterThan(before.busy().plusMillis(300));
              assertThat(after.buffersHit()).isGreaterThan(before.buffersHit());
            });
    assertThat(before.name()).isEqualTo("reports");
    assertThat(before.server()).matches("PostgreSQL \\d+.*");
  }

  @Test
  void partitions_count_as_what_they_are_parts_of() {
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

    assertThat(statistics.use().tables())
        .contains(new TableSize("public.halves", 100, 16_384))
        .noneMatch(it -> it.name().endsWith("_half") || it.name().startsWith("pg_catalog"));
  }
}
