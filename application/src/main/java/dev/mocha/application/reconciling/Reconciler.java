package dev.mocha.application.reconciling;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toCollection;

import dev.mocha.application.rebuilding.Comparison.FieldDifference;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.EventHistory;
import dev.mocha.application.rebuilding.FieldDifferences;
import dev.mocha.application.rebuilding.Generations.Action;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Irregular;
import dev.mocha.application.reconciling.Reconciling.Repair;
import dev.mocha.application.reconciling.Sweep.Finding;
import dev.mocha.application.reconciling.Sweep.Outcome;
import dev.mocha.application.reconciling.Sweep.Scope;
import dev.mocha.application.reconciling.Sweep.Tally;
import dev.mocha.application.reporting.DaySummary;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the days of a merchant in the operational tables against those in the report tables.
 *
 * <p>Both are written meanwhile, and the report tables follow the others. A day differs where the
 * report tables, complete to a look at the operational tables, say something else than that look,
 * and a second look says the same as the first.
 */
final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** So many days of a merchant are in memory. */
  private static final int DAYS_AT_ONCE = 7;

  private static final int LOOKS = 5;
  private static final int LISTED_FIELDS = 50;
  private static final List<String> OF_PERSONS = List.of(".customerId", ".note");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OperationalDays operational;
  private final ReportDays reports;
  private final Repair repair;

  Reconciler(OperationalDays operational, ReportDays reports, Repair repair) {
    this.operational = operational;
    this.reports = reports;
    this.repair = repair;
  }

  /** What was found of a merchant. */
  record Looked(Tally tally, List<Finding> findings) {}

  /**
   * What differs for certain, and the last look at the operational tables.
   *
   * @param terms whether those of the merchant do
   * @param moving days that kept changing
   */
  private record Differing(
      OperationalDays.Told read, Set<LocalDate> days, boolean terms, int seen, int moving) {}

  /**
   * Looks at all days of a merchant.
   *
   * @param wanted whether the sweep is still to go on; asked every second
   * @return empty where it is not
   * @throws NotNow when the report tables are behind for long
   */
  Optional<Looked> look(MerchantId merchant, Sweep sweep, BooleanSupplier wanted) {
    var findings = new ArrayList<Finding>();
    Tally tally = new Tally(1, 0, 0, 0, 0, 0);
    Scope scope = sweep.scope();
    boolean termsToldOf = false;
    for (LocalDate from = scope.from();
        !from.isAfter(scope.to());
        from = from.plusDays(DAYS_AT_ONCE)) {
      LocalDate end = from.plusDays(DAYS_AT_ONCE - 1);
      LocalDate to = end.isAfter(scope.to()) ? scope.to() : end;
      Differing differing = differing(merchant, from, to);
      long orders = differing.read().orders().values().stream().mapToLong(List::size).sum();
      tally = tally.plus(new Tally(0, differing.seen(), orders, differing.moving(), 0, 0));
      var found = new ArrayList<Finding>();
      if (differing.terms() && !termsToldOf) {
        termsToldOf = true;
        found.add(finding(merchant, null, from, differing, sweep));
      }
      for (LocalDate day : differing.days()) {
        found.add(finding(merchant, day, day, differing, sweep));
      }
      long healed = found.stream().filter(it -> it.outcome() == Outcome.HEALED).count();
      tally = tally.plus(new Tally(0, 0, 0, 0, found.size(), healed));
      findings.addAll(found);
      Duration due = Duration.ofSeconds(orders + differing.seen()).dividedBy(scope.rate());
      for (Duration left = due; left.isPositive(); left = left.minus(SECOND)) {
        pause(left.compareTo(SECOND) < 0 ? left : SECOND);
        if (!wanted.getAsBoolean()) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Looked(tally, findings));
  }

  private Differing differing(MerchantId merchant, LocalDate from, LocalDate to) {
    OperationalDays.Told look = operational.read(merchant, from, to);
    ReportDays.Kept kept = reports.read(merchant, from, to);
    var seen = new TreeSet<LocalDate>(look.orders().keySet());
    seen.addAll(kept.days().keySet());
    seen.addAll(kept.orders().keySet());
    Set<LocalDate> suspects = differing(look, kept, seen);
    boolean termsSuspected = !kept.merchant().equals(look.merchant());
    var certain = new TreeSet<LocalDate>();
    boolean termsCertain = false;
    for (int i = 0; i < LOOKS && (termsSuspected || !suspects.isEmpty()); i++) {
      awaitReports(look);
      kept = reports.read(merchant, from, to);
      suspects = differing(look, kept, suspects);
      termsSuspected = !termsCertain && !kept.merchant().equals(look.merchant());
      OperationalDays.Told again = operational.read(merchant, from, to);
      for (LocalDate day : List.copyOf(suspects)) {
        if (again.of(day).equals(look.of(day))) {
          certain.add(day);
          suspects.remove(day);
        }
      }
      if (termsSuspected && again.merchant().equals(look.merchant())) {
        termsCertain = true;
        termsSuspected = false;
      }
      look = again;
    }
    return new Differing(look, certain, termsCertain, seen.size(), suspects.size());
  }

  private static Set<LocalDate> differing(
      OperationalDays.Told look, ReportDays.Kept kept, Set<LocalDate> among) {
    return among.stream()
        .filter(
            it -> {
              DaySummary told = summary(look.of(it));
              return kept.refundsAstray().contains(it)
                  || !areAlike(told, kept.days().get(it))
                  || !areAlike(told, summary(kept.of(it)));
            })
        .collect(toCollection(TreeSet::new));
  }

  private static DaySummary summary(List<OrderRow> orders) {
    var day = new DaySummary();
    orders.forEach(it -> day.change(null, it));
    return day;
  }

  private static boolean areAlike(DaySummary one, @Nullable DaySummary other) {
    return other != null
        && one.checksum() == other.checksum()
        && one.totals().equals(other.totals())
        && one.breakdown().equals(other.breakdown());
  }

  private void awaitReports(OperationalDays.Told look) {
    for (Duration waited = Duration.ZERO;
        reports.completeTo().isBefore(look.by());
        waited = waited.plus(PAUSE)) {
      if (waited.compareTo(PATIENCE) > 0) {
        throw new NotNow(
            "the reports are complete to %s only; it goes on when they are to %s"
                .formatted(reports.completeTo(), look.by()));
      }
      pause(PAUSE);
    }
  }

  /**
   * Tells of a difference, and heals it where that is wanted.
   *
   * @param date null for the terms
   * @param anyDay by which they are healed
   */
  private Finding finding(
      MerchantId merchant,
      @Nullable LocalDate date,
      LocalDate anyDay,
      Differing differing,
      Sweep sweep) {
    List<FieldDifference> fields = fields(merchant, date, differing.read());
    String remark = sweep.scope().repair() ? heal(merchant, date, anyDay, sweep) : null;
    Outcome outcome =
        !sweep.scope().repair()
            ? Outcome.FOUND
            : remark == null ? Outcome.HEALED : Outcome.NOT_HEALED;
    LOG.warn(
        "{} of {} differs from the operational tables in {} fields: {}{}",
        requireNonNullElse(date, "the terms"),
        merchant.value(),
        fields.size(),
        outcome,
        remark == null ? "" : ", " + remark);
    return new Finding(
        merchant,
        date,
        fields.stream().limit(LISTED_FIELDS).map(Reconciler::withoutPersons).toList(),
        fields.size(),
        outcome,
        remark);
  }

  /** What concerns persons is not kept. */
  private static FieldDifference withoutPersons(FieldDifference field) {
    return OF_PERSONS.stream().anyMatch(field.field()::endsWith)
        ? new FieldDifference(field.field(), "not shown", "not shown")
        : field;
  }

  private List<FieldDifference> fields(
      MerchantId merchant, @Nullable LocalDate date, OperationalDays.Told read) {
    if (date == null) {
      return FieldDifferences.between(
          "terms",
          read.merchant().agreements(),
          reports.read(merchant, LocalDate.EPOCH, LocalDate.EPOCH).merchant().agreements());
    }
    List<OrderRow> orders = read.of(date);
    ReportDays.Kept kept = reports.read(merchant, date, date);
    return Stream.concat(
            FieldDifferences.of(
                orders.isEmpty() ? null : summary(orders),
                orders,
                kept.days().get(date),
                kept.of(date))
                .stream(),
            kept.refundsAstray().stream().map(_ -> FieldDifferences.REFUNDS_ASTRAY))
        .toList();
  }

  /** Null when it is alike now; otherwise why it is not. */
  private @Nullable String heal(
      MerchantId merchant, @Nullable LocalDate date, LocalDate anyDay, Sweep sweep) {
    try {
      var action =
          new Action(
              sweep.action().by(),
              "reconciliation %d: %s".formatted(sweep.id(), sweep.action().reason()));
      if (repair.run(new Days(merchant, anyDay, anyDay), action).isEmpty()) {
        return "the log does not know the merchant";
      }
    } catch (NotNow | Irregular | EventHistory.Incomplete notPossible) {
      return String.valueOf(notPossible.getMessage());
    }
    Differing now = differing(merchant, anyDay, anyDay);
    boolean still = date == null ? now.terms() : now.days().contains(date);
    return still
        ? "the log says what the reports say: the operational tables say something else"
        : null;
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("this process ends");
    }
  }
}
