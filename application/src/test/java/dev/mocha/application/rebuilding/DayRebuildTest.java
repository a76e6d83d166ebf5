package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static dev.mocha.application.reporting.Lives.TERMS;
import static dev.mocha.application.reporting.Lives.line;
import static dev.mocha.application.reporting.Lives.live;
import static dev.mocha.application.reporting.Lives.merchant;
import static dev.mocha.application.reporting.Lives.placement;
import static dev.mocha.application.reporting.Lives.sequenced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.publishing.LogPartition;
import dev.mocha.application.rebuilding.DayTables.Days;
import dev.mocha.application.rebuilding.DayTables.MerchantChange;
import dev.mocha.application.rebuilding.EventHistory.Part;
import dev.mocha.application.rebuilding.EventHistory.Reader;
import dev.mocha.application.rebuilding.EventHistory.Reading;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Verification.Findings;
import dev.mocha.application.reporting.DailyReportProjection;
import dev.mocha.application.reporting.DailyReportProjection.Sequenced;
import dev.mocha.application.reporting.Lives;
import dev.mocha.application.reporting.Lives.Step;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.application.reporting.RowsInMemory;
import dev.mocha.domain.ordering.MerchantEvent;
import dev.mocha.domain.ordering.MerchantEvent.MerchantRegistered;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DayRebuildTest {

  private static final int VERSION = 7;
  private static final LocalDate DAY = LocalDate.of(2018, 11, 3);

  private static final LogPartition MERCHANTS = new LogPartition("mocha.merchants", 0);
  private static final MerchantEvent REGISTERED =
      new MerchantRegistered(merchant(0), Lives.BEGIN, TERMS.getFirst());

  /** The days of orders 1 and 2. */
  private static final Days DAYS = new Days(merchant(0), DAY.plusDays(1), DAY.plusDays(2));

  private static final Findings HEALED = VerificationInMemory.findings("before and after", 2);

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final LogOfOneMerchant log = new LogOfOneMerchant();
  private final ServedInMemory served = new ServedInMemory();
  private final DayRebuild days = new DayRebuild(generations, contents, log, served, VERSION);

  /** The offset of an event is its place in the list. */
  private static final class LogOfOneMerchant implements MerchantHistory {
    private final List<Sequenced> events = new ArrayList<>();
    private final List<MerchantEvent> merchants = new ArrayList<>();
    private final List<Part> read = new ArrayList<>();

    @Override
    public LogPartition ordersOf(MerchantId merchantId) {
      return ContentsInMemory.PARTITION;
    }

    @Override
    public LogPartition termsOf(MerchantId merchantId) {
      return MERCHANTS;
    }

    @Override
    public Reading open(MerchantId merchantId) {
      return new Reading() {
        @Override
        public void read(Part part, Set<Long> aside, Reader reader) {
          if (part.partition().equals(MERCHANTS)) {
            for (int sequence = 0; sequence < merchants.size(); sequence++) {
              reader.merchant(merchants.get(sequence), sequence, null);
            }
            return;
          }
          read.add(part);
          for (long offset = part.begin(); offset < part.end(); offset++) {
            if (!aside.contains(offset)) {
              Sequenced it = events.get((int) offset);
              reader.order(it.event(), it.sequence(), it.counted());
            }
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  /** Tables whose stream moves, and puts records aside, between the first look and the hold. */
  private static final class ServedInMemory implements DayTables {
    private Set<Long> aside = Set.of();
    private Set<Long> asideWhenHeld = Set.of();
    private long heldAt;
    private Collection<OrderRow> replaced = List.of();
    private Collection<MerchantChange> terms = List.of();

    @Override
    public Set<Long> aside(String generation, LogPartition partition) {
      return aside;
    }

    @Override
    public Findings replace(
        String generation, MerchantId merchantId, Collection<MerchantChange> changes) {
      terms = changes;
      return Findings.NONE;
    }

    @Override
    public Findings replace(String generation, Days days, LogPartition partition, Orders orders) {
      aside = asideWhenHeld;
      replaced = List.copyOf(orders.upTo(heldAt, aside));
      return HEALED;
    }
  }

  /** Three orders on three days, side by side in the log; the stream has read half of it. */
  @BeforeEach
  void orders() {
    var lives = new ArrayList<List<Sequenced>>();
    for (int number = 0; number < 3; number++) {
      lives.add(life(number));
    }
    for (int step = 0; step < 3; step++) {
      for (List<Sequenced> life : lives) {
        log.events.add(life.get(step));
      }
    }
    log.merchants.add(REGISTERED);
    contents.read(generations.add(VERSION, State.LIVE), 2);
    served.heldAt = 9;
  }

  private static List<Sequenced> life(int number) {
    return sequenced(
        live(
            placement(number, 0, "CASH", 50, List.of(line("Soto", 2, 900))),
            TERMS.getFirst(),
            Lives.BEGIN.plus(Duration.ofDays(number)),
            Duration.ofMinutes(1),
            List.of(Step.ACCEPT, Step.READY)));
  }

  private static Collection<OrderRow> rowsOf(List<Sequenced> events) {
    var rows = new RowsInMemory();
    new DailyReportProjection(rows).project(events);
    return rows.orders().values();
  }

  @Test
  void orders_of_the_days_are_what_the_log_says_up_to_where_the_stream_is_held() {
    assertThat(days.run(DAYS, OPS)).contains(HEALED);

    assertThat(served.replaced)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                log.events.stream().filter(it -> DAYS.include(it.event().businessDate())).toList()))
        .hasSize(2);
    assertThat(generations.done())
        .containsExactly(
            "rebuild days report_g1 by ops: m-0 from 2018-11-04 to 2018-11-05: 2 days differed");
  }

  @Test
  void terms_are_what_the_log_says() {
    days.run(DAYS, OPS);

    assertThat(served.terms).containsExactly(new MerchantChange(REGISTERED, 0));
  }

  @Test
  void a_merchant_that_the_log_does_not_know_has_no_days() {
    log.merchants.clear();

    assertThat(days.run(DAYS, OPS)).isEmpty();
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void while_the_stream_is_held_only_the_rest_is_read() {
    days.run(DAYS, OPS);

    assertThat(log.read)
        .containsExactly(
            new Part(ContentsInMemory.PARTITION, 0, 4), new Part(ContentsInMemory.PARTITION, 4, 9));
  }

  @Test
  void what_the_stream_has_put_aside_is_passed_over() {
    served.aside = Set.of(7L);
    served.asideWhenHeld = served.aside;

    days.run(DAYS, OPS);

    assertThat(served.replaced)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                List.of(
                    log.events.get(1),
                    log.events.get(4),
                    log.events.get(2),
                    log.events.get(5),
                    log.events.get(8))));
  }

  @Test
  void what_is_put_aside_meanwhile_lets_everything_be_read_again() {
    served.aside = Set.of(1L, 7L);
    served.asideWhenHeld = Set.of(7L);

    days.run(DAYS, OPS);

    assertThat(served.replaced)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                List.of(
                    log.events.get(1),
                    log.events.get(4),
                    log.events.get(2),
                    log.events.get(5),
                    log.events.get(8))));
    assertThat(log.read)
        .containsExactly(
            new Part(ContentsInMemory.PARTITION, 0, 4),
            new Part(ContentsInMemory.PARTITION, 0, 5),
            new Part(ContentsInMemory.PARTITION, 5, 9));
  }

  @Test
  void events_that_come_twice_count_once() {
    log.events.addAll(List.copyOf(log.events));
    served.heldAt = 18;

    days.run(DAYS, OPS);

    assertThat(served.replaced)
        .containsExactlyInAnyOrderElementsOf(
            rowsOf(
                log.events.stream()
                    .filter(it -> DAYS.include(it.event().businessDate()))
                    .toList()));
  }

  @Test
  void days_whose_log_lacks_an_event_stay_as_they_are() {
    served.aside = Set.of(4L);
    served.asideWhenHeld = served.aside;

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessage("order o-1: event 1 is missing");
    assertThat(served.replaced).isEmpty();
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void an_event_that_cannot_come_where_it_comes_is_irregular() {
    Sequenced placed = log.events.get(1);
    log.events.set(7, new Sequenced(placed.event(), 2, placed.counted()));

    assertThatExceptionOfType(IrregularHistory.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessage("event 2 of order o-1 cannot come here");
  }

  @Test
  void days_with_more_orders_than_are_held_are_refused() {
    log.events.clear();
    for (int number = 0; number <= 20_000; number++) {
      log.events.addAll(
          sequenced(
              live(
                  placement(number, 0, "CASH", 50, List.of(line("Soto", 2, 900))),
                  TERMS.getFirst(),
                  Lives.BEGIN.plus(Duration.ofDays(1)),
                  Duration.ofMinutes(1),
                  List.of())));
    }
    served.heldAt = log.events.size();

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessage("these days have more than 20,000 orders; choose fewer days");
    assertThat(served.replaced).isEmpty();
  }

  @Test
  void without_a_live_generation_there_are_no_days() {
    generations.become("report_g1", State.READY);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> days.run(DAYS, OPS))
        .withMessage("no generation of version 7 answers");
  }
}
