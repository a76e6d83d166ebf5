package dev.mocha.application.reconciling;

import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.merchant;
import static dev.mocha.application.reporting.Lives.placement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Verification.FieldDifference;
import dev.mocha.application.rebuilding.Verification.Findings;
import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Position;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Tally;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.Lives;
import dev.mocha.application.reporting.Lives.Step;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.application.reporting.RowsInMemory;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.Merchant.Agreement;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconciliationJobTest {

  private static final LocalDate DAY = LocalDate.of(2018, 11, 4);
  private static final MerchantId ONE = merchant(1);
  private static final MerchantId TWO = merchant(2);
  private static final RequestedBy OPS = new RequestedBy("ops", "because");
  private static final Merchant AGREED =
      new Merchant(List.of(new Agreement(Instant.EPOCH, Lives.TERMS.getFirst())));

  private static final OrderRow PLACED = row(1);
  private static final OrderRow ACCEPTED = row(1, Step.ACCEPT);
  private static final OrderRow READY = row(1, Step.ACCEPT, Step.READY);

  private Instant now = Instant.parse("2018-11-10T01:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final Tables operational = new Tables();
  private final Tables reports = new Tables();
  private final RunsInMemory sweeps = new RunsInMemory(clock);
  private final List<Days> repaired = new ArrayList<>();
  private final List<Runnable> whenRepaired = new ArrayList<>();

  private final ReconciliationControl reconciling = reconciling(false);

  private ReconciliationControl reconciling(boolean automatic) {
    return new ReconciliationControl(
        sweeps,
        operational.asOperational(),
        reports.asReports(),
        this::repair,
        new OffPeak(
            automatic,
            LocalTime.of(23, 0),
            LocalTime.of(4, 0),
            ZoneId.of("UTC"),
            3,
            1_000_000,
            false,
            Duration.ofDays(90)),
        clock);
  }

  private Optional<Findings> repair(Days days, RequestedBy action) {
    repaired.add(days);
    whenRepaired.forEach(Runnable::run);
    return Optional.of(Findings.NONE);
  }

  /** One side; what is read of it can change what happens next. */
  private static final class Tables {
    private final Map<String, Merchant> merchants = new TreeMap<>();
    private final Map<MerchantId, Map<LocalDate, List<OrderRow>>> orders =
        new java.util.HashMap<>();
    private final Set<LocalDate> astray = new HashSet<>();
    private final List<Runnable> afterReading = new ArrayList<>();
    private final Set<LocalDate> lost = new HashSet<>();
    private final Map<LocalDate, Long> counts = new TreeMap<>();
    private Instant moment = Instant.EPOCH;

    void hold(MerchantId merchant, LocalDate date, OrderRow... rows) {
      merchants.put(merchant.value(), AGREED);
      orders.computeIfAbsent(merchant, _ -> new TreeMap<>()).put(date, List.of(rows));
    }

    private List<MerchantId> merchants(@Nullable MerchantId after, int most) {
      return merchants.keySet().stream()
          .filter(it -> after == null || it.compareTo(after.value()) > 0)
          .limit(most)
          .map(MerchantId::new)
          .toList();
    }

    private Map<LocalDate, List<OrderRow>> read(MerchantId merchant, LocalDate from, LocalDate to) {
      var read = new TreeMap<>(orders.getOrDefault(merchant, Map.of()));
      read.keySet().removeIf(it -> it.isBefore(from) || it.isAfter(to));
      return read;
    }

    private Map<LocalDate, List<OrderRow>> withoutLost(Map<LocalDate, List<OrderRow>> read) {
      read.keySet().removeAll(lost);
      return read;
    }

    private Merchant merchant(MerchantId merchant) {
      return merchants.getOrDefault(merchant.value(), Merchant.UNREGISTERED);
    }

    private void wasRead() {
      if (!afterReading.isEmpty()) {
        afterReading.removeFirst().run();
      }
    }

    OperationalDays asOperational() {
      return new OperationalDays() {
        @Override
        public Map<LocalDate, Long> counts(MerchantId merchant, LocalDate from, LocalDate to) {
          return counts;
        }

        @Override
        public List<MerchantId> merchants(@Nullable MerchantId after, int most) {
          return Tables.this.merchants(after, most);
        }

        @Override
        public Told read(MerchantId merchant, LocalDate from, LocalDate to) {
          var read =
              new Told(
                  moment, Tables.this.merchant(merchant), Tables.this.read(merchant, from, to));
          wasRead();
          return read;
        }
      };
    }

    ReportDays asReports() {
      return new ReportDays() {
        @Override
        public List<MerchantId> merchants(@Nullable MerchantId after, int most) {
          return Tables.this.merchants(after, most);
        }

        @Override
        public Map<LocalDate, Long> counts(MerchantId merchant, LocalDate from, LocalDate to) {
          return counts;
        }

        @Override
        public Instant completeTo() {
          return moment;
        }

        @Override
        public Kept read(MerchantId merchant, LocalDate from, LocalDate to) {
          var days = new TreeMap<LocalDate, DaySummary>();
          Tables.this
              .read(merchant, from, to)
              .forEach((date, rows) -> days.put(date, summary(rows)));
          var read =
              new Kept(
                  moment,
                  Tables.this.merchant(merchant),
                  days,
                  withoutLost(Tables.this.read(merchant, from, to)),
                  Set.copyOf(astray));
          wasRead();
          return read;
        }
      };
    }
  }

  private static DaySummary summary(List<OrderRow> rows) {
    var day = new DaySummary();
    rows.forEach(it -> day.change(null, it));
    return day;
  }

  private static OrderRow row(int number, Step... steps) {
    var rows = new RowsInMemory();
    new DailyReportProjection(rows)
        .project(
            Lives.sequenced(
                Lives.live(
                    placement(number, 1, "CASH", 50, List.of(line("Soto", 2, 900))),
                    Lives.TERMS.getFirst(),
                    Lives.BEGIN,
                    Duration.ofMinutes(1),
                    List.of(steps))));
    return rows.orders().values().iterator().next();
  }

  private static Scope scope(boolean repair) {
    return new Scope(DAY.minusDays(9), DAY.plusDays(1), Set.of(), 1_000_000, repair, false);
  }

  /** Carries the sweep to its end. */
  private ReconciliationRun sweep(Scope scope) {
    ReconciliationRun begun = reconciling.begin(scope, OPS);
    while (!sweeps.running().isEmpty()) {
      assertThat(reconciling.work()).isLessThan(Duration.ofSeconds(1));
    }
    return sweeps.find(begun.id()).orElseThrow();
  }

  private List<Finding> findings() {
    return sweeps.findings(0, 0, 100);
  }

  @Test
  void what_is_alike_is_counted_only() {
    for (Tables it : List.of(operational, reports)) {
      it.hold(ONE, DAY, READY);
      it.hold(ONE, DAY.minusDays(9), row(2), row(3));
      it.hold(ONE, DAY.plusDays(2), row(4));
      it.hold(TWO, DAY, row(5));
    }

    ReconciliationRun swept = sweep(scope(true));

    assertThat(swept.state()).isEqualTo(State.DONE);
    assertThat(swept.tally()).isEqualTo(new Tally(2, 3, 4, 0, 0, 0));
    assertThat(reconciling.seen()).isEqualTo(swept.tally());
    assertThat(findings()).isEmpty();
    assertThat(repaired).isEmpty();
  }

  @Test
  void a_day_that_differs_is_found_with_what_differs() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);

    ReconciliationRun swept = sweep(scope(false));

    assertThat(swept.tally()).isEqualTo(new Tally(1, 1, 1, 0, 1, 0));
    assertThat(findings())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.merchantId()).isEqualTo(ONE);
              assertThat(it.date()).isEqualTo(DAY);
              assertThat(it.outcome()).isEqualTo(Outcome.FOUND);
              assertThat(it.remark()).isNull();
              assertThat(it.differing()).isEqualTo(it.fields().size());
              assertThat(it.fields())
                  .contains(
                      new FieldDifference(
                          "orders.%s.order.status".formatted(Lives.order(1).value()),
                          "READY",
                          "ACCEPTED"),
                      new FieldDifference(
                          "orders.%s.sequence".formatted(Lives.order(1).value()), "2", "1"));
            });
  }

  @Test
  void a_day_that_one_side_lacks_differs_and_so_do_refunds_astray() {
    operational.hold(ONE, DAY, READY);
    operational.hold(ONE, DAY.minusDays(1), row(2));
    reports.hold(ONE, DAY, READY);
    reports.hold(TWO, DAY, row(3));
    operational.hold(TWO, DAY.plusDays(5));
    reports.astray.add(DAY);

    sweep(scope(false));

    assertThat(findings())
        .extracting(it -> it.merchantId().value() + " " + it.date())
        .containsExactly(
            ONE.value() + " " + DAY.minusDays(1), ONE.value() + " " + DAY, TWO.value() + " " + DAY);
  }

  @Test
  void an_order_that_was_lost_from_under_the_figures_is_found() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, READY);
    reports.lost.add(DAY);

    assertThat(sweep(scope(false)).tally()).isEqualTo(new Tally(1, 1, 1, 0, 1, 0));
    assertThat(findings().getFirst().fields())
        .extracting(FieldDifference::other)
        .containsOnly("absent", "not shown");
  }

  @Test
  void terms_that_differ_are_found_once() {
    operational.hold(ONE, DAY);
    reports.hold(ONE, DAY);
    reports.merchants.put(
        ONE.value(), new Merchant(List.of(new Agreement(Instant.EPOCH, Lives.TERMS.get(1)))));

    ReconciliationRun swept = sweep(scope(false));

    assertThat(swept.tally().differing()).isEqualTo(1);
    assertThat(findings()).singleElement().extracting(Finding::date).isNull();
  }

  @Test
  void what_the_reports_are_behind_with_does_not_differ() {
    operational.hold(ONE, DAY, READY);
    operational.moment = now;
    reports.hold(ONE, DAY, PLACED);
    reports.afterReading.add(
        () ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      reports.hold(ONE, DAY, READY);
                      reports.moment = now;
                    }));

    assertThat(sweep(scope(false)).tally()).isEqualTo(new Tally(1, 1, 1, 0, 0, 0));
  }

  @Test
  void a_day_that_changes_while_it_is_looked_at_is_looked_at_again() {
    operational.hold(ONE, DAY, PLACED);
    reports.hold(ONE, DAY, ACCEPTED);
    operational.afterReading.add(() -> operational.hold(ONE, DAY, ACCEPTED));

    assertThat(sweep(scope(false)).tally()).isEqualTo(new Tally(1, 1, 1, 0, 0, 0));
  }

  @Test
  void of_a_day_that_never_rests_nothing_is_known() {
    operational.hold(ONE, DAY, PLACED);
    reports.hold(ONE, DAY, READY);
    for (int i = 0; i < 10; i++) {
      OrderRow next = i % 2 == 0 ? ACCEPTED : PLACED;
      operational.afterReading.add(() -> operational.hold(ONE, DAY, next));
    }

    assertThat(sweep(scope(true)).tally()).isEqualTo(new Tally(1, 1, 1, 1, 0, 0));
    assertThat(repaired).isEmpty();
  }

  @Test
  void a_day_that_differs_is_healed_and_looked_at_again() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(() -> reports.hold(ONE, DAY, READY));

    ReconciliationRun swept = sweep(scope(true));

    assertThat(repaired).containsExactly(new Days(ONE, DAY, DAY));
    assertThat(findings()).extracting(Finding::remark).containsOnlyNulls();
    assertThat(swept.tally()).isEqualTo(new Tally(1, 1, 1, 0, 1, 1));
    assertThat(findings()).extracting(Finding::outcome).containsExactly(Outcome.HEALED);
  }

  @Test
  void what_was_found_is_healed_though_a_process_dies_amid_it() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(
        () -> {
          whenRepaired.set(0, () -> reports.hold(ONE, DAY, READY));
          throw new IllegalStateException("killed");
        });

    assertThatIllegalStateException().isThrownBy(() -> sweep(scope(true)));
    assertThat(reconciling.work()).as("it rests").isPositive();
    now = now.plusSeconds(1);
    while (!sweeps.running().isEmpty()) {
      reconciling.work();
    }

    assertThat(repaired).containsExactly(new Days(ONE, DAY, DAY), new Days(ONE, DAY, DAY));
    assertThat(findings()).extracting(Finding::outcome).containsExactly(Outcome.HEALED);
    assertThat(sweeps.latest(1))
        .extracting(ReconciliationRun::tally)
        .containsExactly(new Tally(1, 1, 1, 0, 1, 1));
  }

  @Test
  void what_older_versions_left_of_several_merchants_is_healed_one_after_the_other() {
    ReconciliationRun begun = reconciling.begin(scope(true), OPS);
    for (MerchantId merchant : List.of(ONE, TWO)) {
      operational.hold(merchant, DAY, READY);
      reports.hold(merchant, DAY, ACCEPTED);
      sweeps.done(
          sweeps.find(begun.id()).orElseThrow(),
          new Position(merchant, DAY.plusDays(1)),
          Tally.NONE,
          List.of(new Finding(merchant, DAY, List.of(), 1, Outcome.FOUND, null)));
    }
    whenRepaired.add(() -> reports.hold(repaired.getLast().merchantId(), DAY, READY));

    reconciling.work();

    assertThat(repaired).containsExactly(new Days(ONE, DAY, DAY));
    assertThat(findings())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.HEALED, Outcome.FOUND);
    reconciling.work();
    assertThat(findings()).extracting(Finding::outcome).containsOnly(Outcome.HEALED);
  }

  @Test
  void what_fails_again_and_again_does_not_hold_up_the_rest() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(
        () -> {
          throw new IllegalStateException("broken");
        });
    ReconciliationRun begun = reconciling.begin(scope(true), OPS);
    for (int i = 0; i < 100 && !sweeps.running().isEmpty(); i++) {
      try {
        reconciling.work();
      } catch (IllegalStateException failed) {
        assertThat(failed).hasMessage("broken");
      }
      now = now.plusSeconds(1);
    }

    assertThat(repaired).hasSize(20);
    assertThat(findings())
        .extracting(it -> it.outcome() + ": " + it.remark())
        .containsExactly("NOT_HEALED: computing it anew failed 20 times; the log says why");
    assertThat(sweeps.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::state)
        .isEqualTo(State.DONE);
  }

  @Test
  void what_cannot_be_healed_is_told_with_the_reason() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    operational.hold(ONE, DAY.plusDays(1), row(2));
    whenRepaired.add(
        () -> {
          if (!repaired.getLast().from().equals(DAY) || !repaired.getLast().to().equals(DAY)) {
            throw new NotNow("not today");
          }
        });

    ReconciliationRun swept = sweep(scope(true));

    assertThat(swept.tally()).isEqualTo(new Tally(1, 2, 2, 0, 2, 0));
    assertThat(findings())
        .extracting(it -> it.outcome() + ": " + it.remark())
        .containsExactly(
            "NOT_HEALED: events that the event store has are not in the report: retry its dead"
                + " letters; where there are none, the log lacks them: rebuild from the event"
                + " store",
            "NOT_HEALED: not today");
  }

  @Test
  void what_the_events_do_not_say_either_is_not_healed() {
    operational.hold(ONE, DAY, ACCEPTED);
    reports.hold(ONE, DAY, READY);

    sweep(scope(true));

    assertThat(findings())
        .extracting(Finding::remark)
        .containsExactly(
            "the log says what the report says: the operational tables say something else");
  }

  @Test
  void a_day_that_never_rests_after_it_was_computed_anew_is_not_called_healed() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(
        () -> {
          for (int i = 0; i < 10; i++) {
            OrderRow next = i % 2 == 0 ? PLACED : READY;
            operational.afterReading.add(() -> operational.hold(ONE, DAY, next));
          }
        });

    assertThat(sweep(scope(true)).tally().healed()).isZero();
    assertThat(findings())
        .extracting(Finding::remark)
        .containsExactly("computed anew, but it kept changing while it was looked at");
  }

  @Test
  void a_step_has_not_too_many_orders_and_the_next_goes_on_after_it() {
    for (Tables it : List.of(operational, reports)) {
      it.hold(ONE, DAY.minusDays(1), row(2));
      it.hold(ONE, DAY, READY);
      it.hold(TWO, DAY, row(3));
    }
    operational.counts.putAll(Map.of(DAY.minusDays(1), 4_000L, DAY, 1_001L));
    ReconciliationRun begun = reconciling.begin(scope(false), OPS);

    reconciling.work();
    assertThat(sweeps.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::at)
        .isEqualTo(new Position(ONE, DAY.minusDays(1)));
    while (!sweeps.running().isEmpty()) {
      reconciling.work();
    }
    assertThat(sweeps.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::tally)
        .isEqualTo(new Tally(2, 3, 3, 0, 0, 0));
  }

  @Test
  void it_rests_as_its_rate_says() {
    for (Tables it : List.of(operational, reports)) {
      it.hold(ONE, DAY, READY);
      it.hold(TWO, DAY, row(3));
    }
    ReconciliationRun begun =
        reconciling.begin(new Scope(DAY, DAY, Set.of(), 1, false, false), OPS);

    assertThat(reconciling.work()).isZero();
    assertThat(reconciling.work()).isPositive();
    assertThat(sweeps.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::at)
        .isEqualTo(new Position(ONE, DAY));
    reconciling.cancel(begun.id(), OPS);
    ReconciliationRun next = sweep(scope(false));
    assertThat(next.state()).isEqualTo(State.DONE);
  }

  @Test
  void while_one_rests_no_other_process_takes_its_step_but_another_one_goes_on() {
    for (Tables it : List.of(operational, reports)) {
      it.hold(ONE, DAY, READY);
      it.hold(TWO, DAY, row(3));
    }
    ReconciliationRun slow = reconciling.begin(new Scope(DAY, DAY, Set.of(), 1, false, false), OPS);
    ReconciliationRun atNight =
        reconciling.begin(new Scope(DAY, DAY, Set.of(), 1, false, true), OPS);
    ReconciliationControl another = reconciling(false);

    assertThat(reconciling.work()).isZero();
    assertThat(another.work()).isZero();
    assertThat(another.work()).isEqualTo(Duration.ofSeconds(1));

    assertThat(List.of(slow, atNight))
        .map(it -> sweeps.find(it.id()).orElseThrow().at())
        .containsExactly(new Position(ONE, DAY), new Position(ONE, DAY));
    now = now.plusSeconds(60);
    assertThat(another.work()).isZero();
    assertThat(sweeps.find(slow.id()).orElseThrow().at()).isEqualTo(new Position(TWO, DAY));
  }

  @Test
  void one_runs_at_a_time_and_can_be_cancelled() {
    ReconciliationRun begun = reconciling.begin(scope(false), OPS);

    assertThatExceptionOfType(NotNow.class).isThrownBy(() -> reconciling.begin(scope(false), OPS));
    reconciling.cancel(begun.id(), OPS);
    assertThatExceptionOfType(NotNow.class).isThrownBy(() -> reconciling.cancel(begun.id(), OPS));
    assertThat(reconciling.work()).isPositive();
    assertThat(sweeps.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::state)
        .isEqualTo(State.CANCELLED);
  }

  @Test
  void one_of_operators_at_night_does_not_stand_for_the_one_by_itself() {
    ReconciliationControl automatic = reconciling(true);
    now = Instant.parse("2018-11-10T22:30:00Z");
    ReconciliationRun small =
        automatic.begin(new Scope(DAY, DAY, Set.of(ONE), 1_000_000, false, true), OPS);
    now = Instant.parse("2018-11-10T23:00:00Z");
    while (sweeps.find(small.id()).orElseThrow().isRunning()) {
      automatic.work();
    }

    automatic.work();

    assertThat(sweeps.latest(9))
        .extracting(it -> it.action().by())
        .containsExactly("by itself", "ops");
  }

  @Test
  void by_itself_it_begins_once_in_its_hours_and_rests_outside_of_them() {
    operational.hold(ONE, LocalDate.of(2018, 11, 9), READY);
    reports.hold(ONE, LocalDate.of(2018, 11, 9), READY);
    ReconciliationControl automatic = reconciling(true);

    now = Instant.parse("2018-11-10T22:59:59Z");
    automatic.work();
    assertThat(sweeps.latest(9)).isEmpty();

    now = Instant.parse("2018-11-10T23:00:00Z");
    automatic.work();
    assertThat(sweeps.running())
        .singleElement()
        .extracting(ReconciliationRun::scope)
        .isEqualTo(
            new Scope(
                LocalDate.of(2018, 11, 8),
                LocalDate.of(2018, 11, 10),
                Set.of(),
                1_000_000,
                false,
                true));
    now = Instant.parse("2018-11-11T04:00:00Z");
    assertThat(automatic.work()).isPositive();
    assertThat(sweeps.running()).hasSize(1);

    now = Instant.parse("2018-11-11T23:30:00Z");
    automatic.work();
    assertThat(sweeps.latest(9))
        .singleElement()
        .extracting(ReconciliationRun::state)
        .isEqualTo(State.DONE);
    automatic.work();
    now = Instant.parse("2018-11-12T03:59:59Z");
    automatic.work();
    automatic.work();
    assertThat(sweeps.latest(9)).hasSize(2);
    assertThat(sweeps.running()).isEmpty();
    automatic.work();
    assertThat(sweeps.latest(9)).hasSize(2);
  }
}
