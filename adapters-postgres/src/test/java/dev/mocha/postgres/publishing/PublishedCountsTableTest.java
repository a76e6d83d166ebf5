package dev.mocha.postgres.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PublishedCountsTableTest {

  private static final LogPartition PARTITION = new LogPartition("orders", 3);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private final Instant longAgo = now.minus(8, ChronoUnit.DAYS);

  @AutoClose private final TestDatabase database = TestDatabase.ofOrders();
  private final PublishedCountsTable counts = new PublishedCountsTable(database.jdbc());

  @Test
  void counts_add_up_and_are_reported_once() {
    counts.add(List.of(count(now, 2, 20)));
    counts.add(List.of(count(now, 1, 5), count(now.plusSeconds(60), 1, 7)));

    assertThat(counts.unreported())
        .containsExactlyInAnyOrder(count(now, 3, 25), count(now.plusSeconds(60), 1, 7));

    counts.reported(List.of(count(now, 3, 25)));
    assertThat(counts.unreported()).containsExactly(count(now.plusSeconds(60), 1, 7));

    counts.add(List.of(count(now, 1, 1)));
    assertThat(counts.unreported())
        .containsExactlyInAnyOrder(count(now, 4, 26), count(now.plusSeconds(60), 1, 7));
  }

  @Test
  void events_published_while_a_watermark_is_sent_are_reported_by_the_next_one() {
    counts.add(List.of(count(now, 2, 20)));
    List<LogCount> read = counts.unreported();
    counts.add(List.of(count(now, 1, 1)));

    counts.reported(read);

    assertThat(counts.unreported()).containsExactly(count(now, 3, 21));
  }

  @Test
  void reported_counts_are_deleted_after_a_week() {
    counts.add(List.of(count(longAgo, 1, 1), count(now, 1, 1)));

    counts.reported(List.of(count(now, 1, 1)));
    assertThat(database.count("published_counts")).isEqualTo(2);
    counts.reported(List.of(count(longAgo, 1, 1)));
    assertThat(database.count("published_counts")).isEqualTo(1);
  }

  private static LogCount count(Instant minute, long events, long checksum) {
    return new LogCount(PARTITION, minute, events, checksum);
  }
}
