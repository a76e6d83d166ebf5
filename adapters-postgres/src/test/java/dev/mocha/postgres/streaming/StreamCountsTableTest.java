package dev.mocha.postgres.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.streaming.StreamOffsets.Advance;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamCountsTableTest {

  private static final LogPartition PARTITION = new LogPartition("orders", 3);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
  private final Instant before = now.minus(10, ChronoUnit.MINUTES);

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();
  private final StreamOffsetsTable offsets =
      new StreamOffsetsTable(database.jdbc(), database.transaction(), "report_g1");
  private final StreamCountsTable counts = new StreamCountsTable(database.jdbc(), "report_g1");
  private long next;

  @BeforeEach
  void prepare() {
    offsets.of(List.of(PARTITION));
  }

  @Test
  void events_that_are_applied_as_published_do_not_differ() {
    counts.apply(List.of(count(before, 2, 20)));
    counts.apply(List.of(count(before, 1, 5)));
    reported(count(before, 3, 25));

    assertThat(offsets.differences()).isZero();
  }

  @Test
  void a_lost_event_an_extra_event_and_another_event_are_differences() {
    counts.apply(List.of(count(before, 2, 20)));

    reported(count(before, 3, 25));
    assertThat(offsets.differences()).isEqualTo(1);
    reported(count(before, 1, 10));
    assertThat(offsets.differences()).isEqualTo(1);
    reported(count(before, 2, 21));
    assertThat(offsets.differences()).isEqualTo(1);
    reported(count(before, 2, 20));
    assertThat(offsets.differences()).isZero();
  }

  @Test
  void a_later_count_of_a_minute_replaces_an_earlier_one() {
    counts.apply(List.of(count(before, 2, 20)));

    reported(count(before, 1, 10), count(before, 2, 20));

    assertThat(offsets.differences()).isZero();
  }

  @Test
  void a_minute_with_a_recent_new_count_is_not_compared_yet() {
    advance(now.minusSeconds(5), count(before, 1, 1));
    advance(now);
    assertThat(offsets.differences()).isZero();

    advance(now.plusSeconds(6));
    assertThat(offsets.differences()).isEqualTo(1);
  }

  @Test
  void events_without_a_reported_count_are_a_difference_when_the_partition_is_complete() {
    counts.apply(List.of(count(before, 1, 1)));

    advance(before.plusSeconds(60));
    assertThat(offsets.differences()).isZero();
    advance(now);
    assertThat(offsets.differences()).isEqualTo(1);
  }

  @Test
  void streams_have_separate_counts() {
    new StreamCountsTable(database.jdbc(), "other").apply(List.of(count(before, 1, 1)));
    reported(count(before, 1, 1));

    assertThat(offsets.differences()).isEqualTo(1);
  }

  @Test
  void equal_minutes_are_deleted_after_a_week() {
    Instant longAgo = now.minus(8, ChronoUnit.DAYS);
    counts.apply(List.of(count(longAgo, 1, 1), count(before, 1, 1)));

    reported(count(longAgo, 1, 1), count(longAgo.plusSeconds(60), 1, 1), count(before, 1, 1));

    assertThat(offsets.differences()).isEqualTo(1);
    assertThat(database.count("stream_counts")).isEqualTo(2);
  }

  /** One watermark reports these counts, a later one none. */
  private void reported(LogCount... expected) {
    advance(now.minusSeconds(60), expected);
    advance(now);
  }

  private void advance(Instant completeTo, LogCount... expected) {
    offsets.advance(
        List.of(new Advance(PARTITION, next, next + 1, completeTo, List.of(expected))), () -> {});
    next++;
  }

  private static LogCount count(Instant minute, long events, long checksum) {
    return new LogCount(PARTITION, minute, events, checksum);
  }
}
