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
  private final StreamOffsetsTable positions =
      new StreamOffsetsTable(database.jdbc(), database.transaction(), "report_g1");
  private final StreamCountsTable counts = new StreamCountsTable(database.jdbc(), "report_g1");
  private long next;

  @BeforeEach
  void prepare() {
    positions.of(List.of(PARTITION));
  }

  @Test
  void what_is_applied_as_it_was_published_does_not_differ() {
    counts.apply(List.of(count(before, 2, 20)));
    counts.apply(List.of(count(before, 1, 5)));
    told(count(before, 3, 25));

    assertThat(positions.differences()).isZero();
  }

  @Test
  void a_lost_event_differs_and_so_does_one_too_many_and_another_than_was_published() {
    counts.apply(List.of(count(before, 2, 20)));

    told(count(before, 3, 25));
    assertThat(positions.differences()).isEqualTo(1);
    told(count(before, 1, 10));
    assertThat(positions.differences()).isEqualTo(1);
    told(count(before, 2, 21));
    assertThat(positions.differences()).isEqualTo(1);
    told(count(before, 2, 20));
    assertThat(positions.differences()).isZero();
  }

  @Test
  void of_several_counts_of_a_minute_the_last_holds() {
    counts.apply(List.of(count(before, 2, 20)));

    told(count(before, 1, 10), count(before, 2, 20));

    assertThat(positions.differences()).isZero();
  }

  @Test
  void a_minute_of_which_the_last_marks_told_something_new_is_not_compared_yet() {
    advance(now.minusSeconds(5), count(before, 1, 1));
    advance(now);
    assertThat(positions.differences()).isZero();

    advance(now.plusSeconds(6));
    assertThat(positions.differences()).isEqualTo(1);
  }

  @Test
  void events_that_no_mark_tells_of_differ_once_the_partition_is_complete_for_them() {
    counts.apply(List.of(count(before, 1, 1)));

    advance(before.plusSeconds(60));
    assertThat(positions.differences()).isZero();
    advance(now);
    assertThat(positions.differences()).isEqualTo(1);
  }

  @Test
  void another_stream_has_counts_of_its_own() {
    new StreamCountsTable(database.jdbc(), "other").apply(List.of(count(before, 1, 1)));
    told(count(before, 1, 1));

    assertThat(positions.differences()).isEqualTo(1);
  }

  @Test
  void minutes_that_agree_are_forgotten_after_a_week() {
    Instant longAgo = now.minus(8, ChronoUnit.DAYS);
    counts.apply(List.of(count(longAgo, 1, 1), count(before, 1, 1)));

    told(count(longAgo, 1, 1), count(longAgo.plusSeconds(60), 1, 1), count(before, 1, 1));

    assertThat(positions.differences()).isEqualTo(1);
    assertThat(database.count("stream_counts")).isEqualTo(2);
  }

  /** A mark tells these counts, and a later one nothing new. */
  private void told(LogCount... expected) {
    advance(now.minusSeconds(60), expected);
    advance(now);
  }

  private void advance(Instant completeTo, LogCount... expected) {
    positions.advance(
        List.of(new Advance(PARTITION, next, next + 1, completeTo, List.of(expected))), () -> {});
    next++;
  }

  private static LogCount count(Instant minute, long events, long checksum) {
    return new LogCount(PARTITION, minute, events, checksum);
  }
}
