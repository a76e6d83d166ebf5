package dev.mocha.postgres.rebuilding;

import static dev.mocha.postgres.AnOrder.order;
import static dev.mocha.postgres.rebuilding.Rebuilding.FROM_LOG;
import static dev.mocha.postgres.rebuilding.Rebuilding.OPS;
import static dev.mocha.postgres.rebuilding.Rebuilding.PARTITION;
import static dev.mocha.postgres.rebuilding.Rebuilding.sequenced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.publishing.LogCount;
import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.BulkProjection;
import dev.mocha.application.rebuilding.BulkProjection.Limits;
import dev.mocha.application.rebuilding.BulkTables.Load;
import dev.mocha.application.rebuilding.BulkTables.Loading;
import dev.mocha.application.rebuilding.EventHistory.Extent;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.Generation;
import dev.mocha.application.rebuilding.IrregularHistory;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.postgres.AnOrder;
import dev.mocha.postgres.NamedEvents;
import dev.mocha.postgres.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GenerationBulkTablesTest {

  private static final int VERSION = DailyReportProjection.VERSION;
  private static final String FIRST = TestDatabase.GENERATION;
  private static final String NEXT = "report_g2";
  private static final LogPartition OTHER = new LogPartition("mocha.orders", 1);
  private static final Part PART = new Part(PARTITION, 0, 100);
  private static final Part OTHER_PART = new Part(OTHER, 0, 50);
  private static final Instant WATERMARK = Instant.parse("2018-07-26T09:00:00Z");
  private static final Limits LITTLE = new Limits(1, 1, 1, 1);

  /** Orders of two days, so that little memory gives partial days of both. */
  private static final List<AnOrder> ORDERS =
      List.of(
          order("o-1").accepted(1).ready(61_000).pickedUp(61_001).delivered(61_002),
          order("o-2").at("2018-07-27T05:00:00Z").rejected(1, "CLOSED"),
          order("o-3").line("Soto 🍜", 2, 7_000).accepted(1),
          order("o-4").at("2018-07-27T06:00:00Z").cancelled(1, "driver", null),
          order("o-5").accepted(1).ready(2).pickedUp(3).delivered(4).refunded(5, 1_000));

  private static final List<AnOrder> OTHER_ORDERS =
      List.of(order("o-6").accepted(1), order("o-7").at("2018-07-27T05:30:00Z"));

  @AutoClose private final TestDatabase database = TestDatabase.ofReports();

  private final GenerationRegistry generations = Rebuilding.generations(database);
  private final GenerationBulkTables tables = tables();
  private final StreamRows rows = new StreamRows(database);

  private GenerationBulkTables tables() {
    return new GenerationBulkTables(
        database.dataSource(), database.transaction(), new NamedEvents());
  }

  @BeforeEach
  void begin() {
    generations.begin(VERSION, FROM_LOG, OPS);
  }

  private void beginLoading() {
    tables.begin(
        NEXT, new Extent(List.of(PART, OTHER_PART), Map.of(PARTITION, 100L, OTHER, 50L)), FIRST);
  }

  private void load(Part part, List<AnOrder> orders, Limits limits) {
    tables.load(NEXT, part, FIRST, loading -> fold(loading, sequenced(orders), limits));
  }

  private static void fold(Loading loading, List<Sequenced> events, Limits limits) {
    var projection = new BulkProjection(loading, limits, _ -> {});
    events.forEach(it -> projection.order(it.event(), it.sequence(), it.counted()));
    projection.end();
  }

  private DayDifferences differences() {
    var verification = new GenerationVerification(database.dataSource(), database.snapshot(), 1);
    return verification
        .between(generation(FIRST), generation(NEXT))
        .and(verification.within(generation(NEXT)));
  }

  private Generation generation(String name) {
    return generations.find(name).orElseThrow();
  }

  @Test
  void a_load_that_has_not_begun_is_empty() {
    assertThat(tables.load(NEXT)).isEmpty();
  }

  @Test
  void a_load_is_stored_before_it_begins_and_resumes_with_the_missing_parts() {
    beginLoading();
    assertThat(tables.load(NEXT)).contains(new Load(List.of(PART, OTHER_PART), FIRST, 0, 150));
    assertThat(rows.positions(NEXT))
        .containsExactly("mocha.orders-0 100 null", "mocha.orders-1 50 null");

    load(PART, ORDERS, Limits.DEFAULT);
    assertThat(tables().load(NEXT)).contains(new Load(List.of(OTHER_PART), FIRST, 100, 150));

    load(OTHER_PART, OTHER_ORDERS, Limits.DEFAULT);
    assertThat(tables().load(NEXT)).contains(new Load(List.of(), FIRST, 150, 150));
  }

  @Test
  void a_part_is_loaded_as_a_whole_or_not_at_all() {
    beginLoading();
    rows.park(FIRST, 7);

    assertThatThrownBy(
            () ->
                tables.load(
                    NEXT,
                    PART,
                    FIRST,
                    loading -> {
                      fold(loading, sequenced(ORDERS), LITTLE);
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");

    for (String table : List.of("orders", "day_pieces", "late_events")) {
      assertThat(database.count(NEXT + "." + table)).isZero();
    }
    assertThat(database.count("stream_counts")).isZero();
    assertThat(rows.deadLetters(NEXT)).isEmpty();
    assertThat(tables.load(NEXT)).contains(new Load(List.of(PART, OTHER_PART), FIRST, 0, 150));
  }

  @Test
  void parts_partial_days_and_late_events_give_the_rows_that_a_stream_writes() {
    AnOrder[] all = Stream.concat(ORDERS.stream(), OTHER_ORDERS.stream()).toArray(AnOrder[]::new);
    Rebuilding.project(database, FIRST, all);
    beginLoading();

    load(PART, ORDERS, LITTLE);
    load(OTHER_PART, OTHER_ORDERS, LITTLE);
    assertThat(database.count(NEXT + ".day_pieces")).isGreaterThan(4);
    assertThat(database.count(NEXT + ".late_events")).isPositive();
    tables.complete(NEXT);

    assertThat(differences()).isEqualTo(DayDifferences.NONE);
    assertThat(rows.counts(NEXT)).isEqualTo(rows.counts(FIRST)).isNotEmpty();
    assertThat(rows.tablesOf(NEXT)).isEqualTo(rows.tablesOf(FIRST));
  }

  @Test
  void completed_tables_have_all_keys_and_take_the_next_event() {
    Rebuilding.project(database, FIRST, ORDERS.toArray(AnOrder[]::new));
    beginLoading();
    assertThat(rows.indexes(NEXT))
        .containsExactlyInAnyOrder("sealed_days_pkey", "merchant_terms_pkey", "late_events_pkey");
    load(PART, ORDERS, Limits.DEFAULT);
    load(OTHER_PART, List.of(), Limits.DEFAULT);

    tables.complete(NEXT);

    assertThat(rows.indexes(NEXT)).isEqualTo(rows.indexes(FIRST)).hasSizeGreaterThan(6);
    AnOrder accepted = order("o-3").line("Soto 🍜", 2, 7_000).accepted(1).ready(2);
    Rebuilding.project(database, FIRST, accepted);
    Rebuilding.project(database, NEXT, accepted);
    assertThat(differences()).isEqualTo(DayDifferences.NONE);
  }

  @Test
  void completing_resumes_where_it_was_interrupted() {
    Rebuilding.project(database, FIRST, ORDERS.toArray(AnOrder[]::new));
    beginLoading();
    load(PART, ORDERS, LITTLE);
    load(OTHER_PART, List.of(), LITTLE);

    tables.complete(NEXT);
    tables().complete(NEXT);

    assertThat(differences()).isEqualTo(DayDifferences.NONE);
    assertThat(rows.counts(NEXT)).isEqualTo(rows.counts(FIRST));
  }

  @Test
  void terms_of_merchants_are_written_once() {
    beginLoading();
    var registered =
        new MerchantRegistered(
            AnOrder.MERCHANT, Instant.parse("2018-07-01T00:00:00Z"), AnOrder.TERMS);

    tables.load(
        NEXT,
        PART,
        FIRST,
        loading -> {
          assertThat(loading.merchant(registered, 0)).isTrue();
          assertThat(loading.merchant(registered, 0)).isFalse();
        });

    assertThat(database.count(NEXT + ".merchant_terms")).isEqualTo(1);
  }

  @Test
  void a_part_is_complete_to_its_last_watermark_and_expects_what_the_watermarks_count() {
    beginLoading();
    LogCount published = LogCount.of(PARTITION, WATERMARK, "e-1");

    tables.load(
        NEXT,
        PART,
        FIRST,
        loading -> {
          loading.watermark(WATERMARK.minusSeconds(1), List.of());
          loading.watermark(WATERMARK, List.of(published));
        });

    assertThat(rows.positions(NEXT))
        .containsExactly("mocha.orders-0 100 2018-07-26 09:00:00+00", "mocha.orders-1 50 null");
    assertThat(rows.counts(NEXT))
        .containsExactly("mocha.orders-0 1 " + published.checksum() + " 0 0");
  }

  @Test
  void dead_letters_of_the_reference_generation_are_copied_and_skipped() {
    beginLoading();
    rows.park(FIRST, 7);
    rows.park(FIRST, 99);
    rows.park(FIRST, 100);
    rows.park("report_g0", 8);
    LogCount discarded = LogCount.of(PARTITION, WATERMARK, "e-11");
    rows.discard(FIRST, 11, discarded);
    rows.discard("another stream", 12, LogCount.of(PARTITION, WATERMARK, "e-12"));

    tables.load(
        NEXT,
        PART,
        FIRST,
        loading -> assertThat(loading.parkedOffsets()).isEqualTo(Set.of(7L, 99L, 11L)));

    assertThat(rows.deadLetters(NEXT))
        .as("what comes after the part is for the stream to meet")
        .containsExactly(7L, 99L);
    assertThat(rows.deadLetters(FIRST)).containsExactly(7L, 99L, 100L);
    assertThat(rows.counts(NEXT))
        .as("what was given up counts as applied")
        .containsExactly("mocha.orders-0 0 0 1 " + discarded.checksum());
    tables.load(NEXT, OTHER_PART, FIRST, loading -> assertThat(loading.parkedOffsets()).isEmpty());

    tables.empty(NEXT);
    beginLoading();
    rows.park(NEXT, 11);
    tables.load(
        NEXT,
        PART,
        FIRST,
        loading ->
            assertThat(loading.parkedOffsets())
                .as("what was emptied is forgotten, and what is parked is not given up")
                .isEqualTo(Set.of(7L, 99L, 11L)));
    assertThat(rows.counts(NEXT)).isEmpty();
  }

  @Test
  void a_history_with_an_order_twice_is_irregular() {
    beginLoading();
    load(PART, ORDERS, Limits.DEFAULT);
    load(OTHER_PART, ORDERS.subList(0, 1), Limits.DEFAULT);

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> tables.complete(NEXT))
        .withMessage("the history contains an order twice");
  }

  @Test
  void a_late_event_without_its_predecessor_is_irregular() {
    beginLoading();
    tables.load(
        NEXT,
        PART,
        FIRST,
        loading -> fold(loading, sequenced(ORDERS.getFirst()).subList(1, 3), Limits.DEFAULT));

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> tables.complete(NEXT))
        .withMessageContaining("event 0 is missing, found 1");
  }

  @Test
  void a_stream_fills_emptied_tables_from_the_beginning() {
    beginLoading();
    rows.park(FIRST, 7);
    load(PART, ORDERS, Limits.DEFAULT);

    tables.empty(NEXT);

    assertThat(tables.load(NEXT)).isEmpty();
    assertThat(rows.positions(NEXT)).isEmpty();
    assertThat(rows.deadLetters(NEXT)).isEmpty();
    assertThat(rows.counts(NEXT)).isEmpty();
    assertThat(rows.tablesOf(NEXT)).isEqualTo(rows.tablesOf(FIRST));
    Rebuilding.project(database, NEXT, ORDERS.toArray(AnOrder[]::new));
    Rebuilding.project(database, FIRST, ORDERS.toArray(AnOrder[]::new));
    assertThat(differences()).isEqualTo(DayDifferences.NONE);
  }

  @Test
  void a_load_that_begins_again_begins_with_empty_tables() {
    beginLoading();
    load(PART, ORDERS, Limits.DEFAULT);

    beginLoading();

    assertThat(tables.load(NEXT)).contains(new Load(List.of(PART, OTHER_PART), FIRST, 0, 150));
    assertThat(database.count(NEXT + ".orders")).isZero();
    assertThat(rows.counts(NEXT)).isEmpty();
  }

  @Test
  void events_from_another_source_are_not_compared_with_the_counts_of_the_log() {
    Part elsewhere = new Part(new LogPartition("event-store", 0), 0, 10);
    rows.complete(FIRST, PARTITION, WATERMARK);
    tables.begin(NEXT, new Extent(List.of(elsewhere), Map.of(PARTITION, 100L)), FIRST);
    tables.load(NEXT, elsewhere, FIRST, _ -> {});
    tables.complete(NEXT);
    assertThat(rows.countedFrom(NEXT)).containsExactly("later");
    assertThat(rows.positions(NEXT))
        .as("as complete as the generation in use was")
        .containsExactly("mocha.orders-0 100 2018-07-26 09:00:00+00");

    beginLoading();
    load(PART, List.of(), Limits.DEFAULT);
    load(OTHER_PART, List.of(), Limits.DEFAULT);
    tables.complete(NEXT);
    assertThat(rows.countedFrom(NEXT)).containsExactly("the beginning", "the beginning");
  }
}
