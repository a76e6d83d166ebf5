package dev.mocha.application.streaming;

import static dev.mocha.application.streaming.AStream.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.streaming.StreamColumn.Source;
import dev.mocha.application.streaming.StreamRow.Delete;
import dev.mocha.application.streaming.StreamRow.Upsert;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamBatchTest {

  private static final StreamDefinition GUARDED = stream().defined();
  private static final StreamDefinition BY_LOG = stream().version(null).defined();

  @Test
  void the_newest_version_of_a_key_wins() {
    assertThat(
            StreamBatch.of(
                GUARDED, List.of(row("a", 2, "21"), row("b", 1, "5"), row("a", 1, "20"))))
        .isEqualTo(new StreamBatch(List.of(), List.of(row("a", 2, "21"), row("b", 1, "5"))));
  }

  @Test
  void the_first_of_equal_versions_wins() {
    assertThat(StreamBatch.of(GUARDED, List.of(row("a", 2, "21"), row("a", 2, "99"))))
        .isEqualTo(new StreamBatch(List.of(), List.of(row("a", 2, "21"))));
  }

  @Test
  void without_a_version_the_last_wins() {
    assertThat(StreamBatch.of(BY_LOG, List.of(row("a", 2, "21"), row("a", 1, "20"))))
        .isEqualTo(new StreamBatch(List.of(), List.of(row("a", 1, "20"))));
  }

  @Test
  void a_delete_removes_older_rows_and_keeps_newer_ones() {
    assertThat(StreamBatch.of(GUARDED, List.of(row("a", 1, "20"), delete("a", 2L))))
        .isEqualTo(new StreamBatch(List.of(delete("a", 2L)), List.of()));
    assertThat(StreamBatch.of(GUARDED, List.of(row("a", 3, "20"), delete("a", 2L))))
        .isEqualTo(new StreamBatch(List.of(), List.of(row("a", 3, "20"))));
  }

  @Test
  void a_tombstone_deletes_any_version_and_later_rows_are_inserted() {
    assertThat(
            StreamBatch.of(
                GUARDED, List.of(row("a", 9, "20"), delete("a", null), row("a", 1, "7"))))
        .isEqualTo(new StreamBatch(List.of(delete("a", null)), List.of(row("a", 1, "7"))));
  }

  @Test
  void numbers_that_postgresql_compares_as_equal_are_one_key() {
    StreamDefinition byNumber =
        stream()
            .key("amount")
            .version(null)
            .column("amount", "numeric", new Source.Attribute("amount"), true)
            .defined();
    assertThat(
            StreamBatch.of(
                byNumber, List.of(price("1.50"), price("1.5"), price("15E-1"), price("1.51"))))
        .isEqualTo(new StreamBatch(List.of(), List.of(price("15E-1"), price("1.51"))));
  }

  /** The table after each row by itself. */
  private static Map<Object, List<@Nullable Object>> oneByOne(
      Map<Object, List<@Nullable Object>> before, List<StreamRow> rows) {
    var table = new HashMap<>(before);
    for (StreamRow row : rows) {
      write(table, row);
    }
    return table;
  }

  private static void write(Map<Object, List<@Nullable Object>> table, StreamRow row) {
    Object key = String.valueOf(row.values().getFirst());
    Long version = (Long) row.values().get(1);
    List<@Nullable Object> there = table.get(key);
    if (there == null || version == null || version > Long.parseLong("" + there.get(1))) {
      switch (row) {
        case Upsert(var values) -> table.put(key, values);
        case Delete _ -> table.remove(key);
      }
    }
  }

  @Test
  void a_reduced_batch_has_the_effect_of_its_rows_one_by_one() {
    var random = new Random(2018);
    for (int round = 0; round < 20_000; round++) {
      var before = new HashMap<Object, List<@Nullable Object>>();
      write(before, row("a", random.nextInt(6), "before"));
      var rows = new ArrayList<StreamRow>();
      for (int number = random.nextInt(8); number >= 0; number--) {
        String key = random.nextBoolean() ? "a" : "b";
        long version = random.nextInt(6);
        rows.add(
            switch (random.nextInt(5)) {
              case 0 -> delete(key, null);
              case 1 -> delete(key, version);
              default -> row(key, version, "row " + number);
            });
      }
      StreamBatch batch = StreamBatch.of(GUARDED, rows);
      var reduced = new ArrayList<StreamRow>(batch.deletes());
      reduced.addAll(batch.upserts());

      assertThat(oneByOne(before, reduced))
          .as("%s onto %s", rows, before)
          .isEqualTo(oneByOne(before, rows));
    }
  }

  private static Upsert row(String sensor, long number, String celsius) {
    return new Upsert(Arrays.asList(sensor, number, celsius));
  }

  private static Upsert price(String amount) {
    return new Upsert(Arrays.asList("a", 1L, null, new BigDecimal(amount)));
  }

  private static Delete delete(String sensor, @Nullable Long number) {
    return new Delete(Arrays.asList(sensor, number, null));
  }
}
