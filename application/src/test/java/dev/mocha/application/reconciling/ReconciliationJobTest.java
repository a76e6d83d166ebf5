package dev.mocha.application.reconciling;

import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.merchant;
import static dev.mocha.application.reporting.Lives.placement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.Verification.DayDifferences;
import dev.mocha.application.reconciling.ReconciliationControl.AlreadyRunning;
import dev.mocha.application.reconciling.ReconciliationControl.NotRunning;
import dev.mocha.application.reconciling.ReconciliationControl.OffPeak;
import dev.mocha.application.reconciling.ReconciliationRun.Finding;
import dev.mocha.application.reconciling.ReconciliationRun.Outcome;
import dev.mocha.application.reconciling.ReconciliationRun.Progress;
import dev.mocha.application.reconciling.ReconciliationRun.Scope;
import dev.mocha.application.reconciling.ReconciliationRun.State;
import dev.mocha.application.reconciling.ReconciliationRun.Stats;
import dev.mocha.application.reporting.DailyReportProjection;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciliationJobTest {

  private static final LocalDate DAY = LocalDate.of(2018, 11, 4);
  private static final MerchantId ONE = merchant(1);
  private static final MerchantId TWO = merchant(2);
  private static final RequestedBy OPS = new RequestedBy("ops", "because");

  private static final OrderRow PLACED = row(1);
  private static final OrderRow ACCEPTED = row(1, Step.ACCEPT);
  private static final OrderRow READY = row(1, Step.ACCEPT, Step.READY);

  private Instant now = Instant.parse("2018-11-10T01:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final DaysInMemory operational = new DaysInMemory();
  private final DaysInMemory reports = new DaysInMemory();
  private final RunsInMemory runs = new RunsInMemory(clock);
  private final List<Days> repaired = new ArrayList<>();
  private final List<Runnable> whenRepaired = new ArrayList<>();

  private final ReconciliationControl reconciling = reconciling(false);

  private ReconciliationControl reconciling(boolean automatic) {
    return new ReconciliationControl(
        runs,
        operational.operational(),
        reports.report(),
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

  private Optional<DayDifferences> repair(Days days, RequestedBy requestedBy) {
    repaired.add(days);
    whenRepaired.forEach(Runnable::run);
    return Optional.of(DayDifferences.NONE);
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

  /** Carries a run to its end. */
  private ReconciliationRun reconcile(Scope scope) {
    ReconciliationRun begun = reconciling.begin(scope, OPS);
    while (!runs.running().isEmpty()) {
      assertThat(reconciling.work()).isLessThan(Duration.ofSeconds(1));
    }
    return runs.find(begun.id()).orElseThrow();
  }

  private List<Finding> findings() {
    return runs.findings(1, 0, 100);
  }

  @Test
  void days_that_agree_are_only_counted() {
    for (DaysInMemory it : List.of(operational, reports)) {
      it.hold(ONE, DAY, READY);
      it.hold(ONE, DAY.minusDays(9), row(2), row(3));
      it.hold(ONE, DAY.plusDays(2), row(4));
      it.hold(TWO, DAY, row(5));
    }

    ReconciliationRun run = reconcile(scope(true));

    assertThat(run.state()).isEqualTo(State.DONE);
    assertThat(run.stats()).isEqualTo(new Stats(2, 3, 4, 0, 0, 0));
    assertThat(reconciling.stats()).isEqualTo(run.stats());
    assertThat(findings()).isEmpty();
    assertThat(repaired).isEmpty();
  }

  @Test
  void a_day_that_differs_is_found_with_its_fields() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);

    ReconciliationRun run = reconcile(scope(false));

    assertThat(run.stats()).isEqualTo(new Stats(1, 1, 1, 0, 1, 0));
    assertThat(findings())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.merchantId()).isEqualTo(ONE);
              assertThat(it.date()).isEqualTo(DAY);
              assertThat(it.outcome()).isEqualTo(Outcome.FOUND);
              assertThat(it.remark()).isNull();
              assertThat(it.fieldCount()).isEqualTo(it.fields().size());
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
  void a_day_that_one_side_lacks_differs_and_so_does_one_with_wrong_refunds() {
    operational.hold(ONE, DAY, READY);
    operational.hold(ONE, DAY.minusDays(1), row(2));
    reports.hold(ONE, DAY, READY);
    reports.hold(TWO, DAY, row(3));
    operational.hold(TWO, DAY.plusDays(5));
    reports.wrongRefunds.add(DAY);

    reconcile(scope(false));

    assertThat(findings())
        .extracting(it -> it.merchantId().value() + " " + it.date())
        .containsExactly(
            ONE.value() + " " + DAY.minusDays(1), ONE.value() + " " + DAY, TWO.value() + " " + DAY);
  }

  @Test
  void an_order_that_is_missing_below_right_figures_is_found() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, READY);
    reports.missing.add(DAY);

    assertThat(reconcile(scope(false)).stats()).isEqualTo(new Stats(1, 1, 1, 0, 1, 0));
    assertThat(findings().getFirst().fields())
        .extracting(FieldDifference::rightText)
        .containsOnly("absent", "not shown");
  }

  @Test
  void terms_that_differ_are_found_once() {
    operational.hold(ONE, DAY);
    reports.hold(ONE, DAY);
    reports.merchants.put(
        ONE.value(), new Merchant(List.of(new Agreement(Instant.EPOCH, Lives.TERMS.get(1)))));

    ReconciliationRun run = reconcile(scope(false));

    assertThat(run.stats().differing()).isEqualTo(1);
    assertThat(findings()).singleElement().extracting(Finding::date).isNull();
  }

  @Test
  void a_report_that_is_behind_does_not_differ() {
    operational.hold(ONE, DAY, READY);
    operational.moment = now;
    reports.hold(ONE, DAY, PLACED);
    reports.afterReads.add(
        () ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      reports.hold(ONE, DAY, READY);
                      reports.moment = now;
                    }));

    assertThat(reconcile(scope(false)).stats()).isEqualTo(new Stats(1, 1, 1, 0, 0, 0));
  }

  @Test
  void a_day_that_changes_during_a_check_is_checked_again() {
    operational.hold(ONE, DAY, PLACED);
    reports.hold(ONE, DAY, ACCEPTED);
    operational.afterReads.add(() -> operational.hold(ONE, DAY, ACCEPTED));

    assertThat(reconcile(scope(false)).stats()).isEqualTo(new Stats(1, 1, 1, 0, 0, 0));
  }

  @Test
  void a_day_that_changes_during_each_check_is_unstable() {
    operational.hold(ONE, DAY, PLACED);
    reports.hold(ONE, DAY, READY);
    for (int i = 0; i < 10; i++) {
      OrderRow next = i % 2 == 0 ? ACCEPTED : PLACED;
      operational.afterReads.add(() -> operational.hold(ONE, DAY, next));
    }

    assertThat(reconcile(scope(true)).stats()).isEqualTo(new Stats(1, 1, 1, 1, 0, 0));
    assertThat(repaired).isEmpty();
  }

  @Test
  void a_day_that_differs_is_repaired_and_checked_again() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(() -> reports.hold(ONE, DAY, READY));

    ReconciliationRun run = reconcile(scope(true));

    assertThat(repaired).containsExactly(new Days(ONE, DAY, DAY));
    assertThat(findings()).extracting(Finding::remark).containsOnlyNulls();
    assertThat(run.stats()).isEqualTo(new Stats(1, 1, 1, 0, 1, 1));
    assertThat(findings()).extracting(Finding::outcome).containsExactly(Outcome.REPAIRED);
  }

  @Test
  void a_finding_is_repaired_although_a_process_dies_during_the_repair() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(
        () -> {
          whenRepaired.set(0, () -> reports.hold(ONE, DAY, READY));
          throw new IllegalStateException("killed");
        });

    assertThatIllegalStateException().isThrownBy(() -> reconcile(scope(true)));
    assertThat(reconciling.work()).as("it pauses").isPositive();
    now = now.plusSeconds(1);
    while (!runs.running().isEmpty()) {
      reconciling.work();
    }

    assertThat(repaired).containsExactly(new Days(ONE, DAY, DAY), new Days(ONE, DAY, DAY));
    assertThat(findings()).extracting(Finding::outcome).containsExactly(Outcome.REPAIRED);
    assertThat(runs.latest(1))
        .extracting(ReconciliationRun::stats)
        .containsExactly(new Stats(1, 1, 1, 0, 1, 1));
  }

  @Test
  void findings_of_several_merchants_from_older_versions_are_repaired_one_after_the_other() {
    ReconciliationRun begun = reconciling.begin(scope(true), OPS);
    for (MerchantId merchant : List.of(ONE, TWO)) {
      operational.hold(merchant, DAY, READY);
      reports.hold(merchant, DAY, ACCEPTED);
      runs.record(
          runs.find(begun.id()).orElseThrow(),
          new Progress(merchant, DAY.plusDays(1)),
          Stats.NONE,
          List.of(new Finding(merchant, DAY, List.of(), 1, Outcome.FOUND, null)));
    }
    whenRepaired.add(() -> reports.hold(repaired.getLast().merchantId(), DAY, READY));

    reconciling.work();

    assertThat(repaired).containsExactly(new Days(ONE, DAY, DAY));
    assertThat(findings())
        .extracting(Finding::outcome)
        .containsExactly(Outcome.REPAIRED, Outcome.FOUND);
    reconciling.work();
    assertThat(findings()).extracting(Finding::outcome).containsOnly(Outcome.REPAIRED);
  }

  @Test
  void a_repair_that_keeps_failing_does_not_block_the_run() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(
        () -> {
          throw new IllegalStateException("broken");
        });
    ReconciliationRun begun = reconciling.begin(scope(true), OPS);
    for (int i = 0; i < 100 && !runs.running().isEmpty(); i++) {
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
        .containsExactly("NOT_REPAIRED: the repair failed 20 times; see this process's log");
    assertThat(runs.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::state)
        .isEqualTo(State.DONE);
  }

  @Test
  void a_finding_that_cannot_be_repaired_has_the_reason() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    operational.hold(ONE, DAY.plusDays(1), row(2));
    whenRepaired.add(
        () -> {
          if (!repaired.getLast().from().equals(DAY) || !repaired.getLast().to().equals(DAY)) {
            throw new Rejected("not today");
          }
        });

    ReconciliationRun run = reconcile(scope(true));

    assertThat(run.stats()).isEqualTo(new Stats(1, 2, 2, 0, 2, 0));
    assertThat(findings())
        .extracting(it -> it.outcome() + ": " + it.remark())
        .containsExactly(
            "NOT_REPAIRED: the event store has events that the report lacks: retry the"
                + " dead letters; where there are none, the log lacks the events: rebuild from the"
                + " event store",
            "NOT_REPAIRED: not today");
  }

  @Test
  void a_day_on_which_the_log_agrees_with_the_report_is_not_repaired() {
    operational.hold(ONE, DAY, ACCEPTED);
    reports.hold(ONE, DAY, READY);

    reconcile(scope(true));

    assertThat(findings())
        .extracting(Finding::remark)
        .containsExactly(
            "the report agrees with the log: the operational tables hold something else");
  }

  @Test
  void a_day_that_is_unstable_after_its_rebuild_does_not_count_as_repaired() {
    operational.hold(ONE, DAY, READY);
    reports.hold(ONE, DAY, ACCEPTED);
    whenRepaired.add(
        () -> {
          for (int i = 0; i < 10; i++) {
            OrderRow next = i % 2 == 0 ? PLACED : READY;
            operational.afterReads.add(() -> operational.hold(ONE, DAY, next));
          }
        });

    assertThat(reconcile(scope(true)).stats().repaired()).isZero();
    assertThat(findings())
        .extracting(Finding::remark)
        .containsExactly("rebuilt, but it changed during each check");
  }

  @Test
  void a_page_has_a_maximum_of_orders_and_the_next_page_follows_it() {
    for (DaysInMemory it : List.of(operational, reports)) {
      it.hold(ONE, DAY.minusDays(1), row(2));
      it.hold(ONE, DAY, READY);
      it.hold(TWO, DAY, row(3));
    }
    operational.counts.putAll(Map.of(DAY.minusDays(1), 4_000L, DAY, 1_001L));
    ReconciliationRun begun = reconciling.begin(scope(false), OPS);

    reconciling.work();
    assertThat(runs.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::progress)
        .isEqualTo(new Progress(ONE, DAY.minusDays(1)));
    while (!runs.running().isEmpty()) {
      reconciling.work();
    }
    assertThat(runs.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::stats)
        .isEqualTo(new Stats(2, 3, 3, 0, 0, 0));
  }

  @Test
  void a_run_pauses_to_keep_its_rate() {
    for (DaysInMemory it : List.of(operational, reports)) {
      it.hold(ONE, DAY, READY);
      it.hold(TWO, DAY, row(3));
    }
    ReconciliationRun begun =
        reconciling.begin(new Scope(DAY, DAY, Set.of(), 1, false, false), OPS);

    assertThat(reconciling.work()).isZero();
    assertThat(reconciling.work()).isPositive();
    assertThat(runs.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::progress)
        .isEqualTo(new Progress(ONE, DAY));
    reconciling.cancel(begun.id(), OPS);
    ReconciliationRun next = reconcile(scope(false));
    assertThat(next.state()).isEqualTo(State.DONE);
  }

  @Test
  void while_a_run_pauses_no_process_continues_it_but_another_run_continues() {
    for (DaysInMemory it : List.of(operational, reports)) {
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
        .map(it -> runs.find(it.id()).orElseThrow().progress())
        .containsExactly(new Progress(ONE, DAY), new Progress(ONE, DAY));
    now = now.plusSeconds(60);
    assertThat(another.work()).isZero();
    assertThat(runs.find(slow.id()).orElseThrow().progress()).isEqualTo(new Progress(TWO, DAY));
  }

  @Test
  void one_run_is_active_at_a_time_and_can_be_cancelled() {
    ReconciliationRun begun = reconciling.begin(scope(false), OPS);

    assertThatExceptionOfType(AlreadyRunning.class)
        .isThrownBy(() -> reconciling.begin(scope(false), OPS));
    reconciling.cancel(begun.id(), OPS);
    assertThatExceptionOfType(NotRunning.class)
        .isThrownBy(() -> reconciling.cancel(begun.id(), OPS));
    assertThat(reconciling.work()).isPositive();
    assertThat(runs.find(begun.id()))
        .get()
        .extracting(ReconciliationRun::state)
        .isEqualTo(State.CANCELLED);
  }

  @Test
  void an_off_peak_run_of_an_operator_does_not_replace_the_automatic_run() {
    ReconciliationControl automatic = reconciling(true);
    now = Instant.parse("2018-11-10T22:30:00Z");
    ReconciliationRun small =
        automatic.begin(new Scope(DAY, DAY, Set.of(ONE), 1_000_000, false, true), OPS);
    now = Instant.parse("2018-11-10T23:00:00Z");
    while (runs.find(small.id()).orElseThrow().isRunning()) {
      automatic.work();
    }

    automatic.work();

    assertThat(runs.latest(9))
        .extracting(it -> it.requestedBy().by())
        .containsExactly("automatic", "ops");
  }

  @Test
  void the_automatic_run_begins_once_in_its_hours_and_works_in_them_only() {
    operational.hold(ONE, LocalDate.of(2018, 11, 9), READY);
    reports.hold(ONE, LocalDate.of(2018, 11, 9), READY);
    ReconciliationControl automatic = reconciling(true);

    now = Instant.parse("2018-11-10T22:59:59Z");
    automatic.work();
    assertThat(runs.latest(9)).isEmpty();

    now = Instant.parse("2018-11-10T23:00:00Z");
    automatic.work();
    assertThat(runs.running())
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
    assertThat(runs.running()).hasSize(1);

    now = Instant.parse("2018-11-11T23:30:00Z");
    automatic.work();
    assertThat(runs.latest(9))
        .singleElement()
        .extracting(ReconciliationRun::state)
        .isEqualTo(State.DONE);
    automatic.work();
    now = Instant.parse("2018-11-12T03:59:59Z");
    automatic.work();
    automatic.work();
    assertThat(runs.latest(9)).hasSize(2);
    assertThat(runs.running()).isEmpty();
    automatic.work();
    assertThat(runs.latest(9)).hasSize(2);
  }
}
