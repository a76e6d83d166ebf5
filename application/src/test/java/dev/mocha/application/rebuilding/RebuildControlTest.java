package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.ContentsInMemory.PARTITION;
import static dev.mocha.application.rebuilding.GenerationsInMemory.NOW;
import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.NotNow;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RebuildControlTest {

  private static final int VERSION = 7;

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final HistoryInMemory history = new HistoryInMemory();
  private final RebuildControl rebuilds =
      new RebuildControl(
          generations,
          contents,
          Map.of(Source.LOG, history),
          history,
          new Promotion(generations, new VerificationInMemory(), VERSION),
          VERSION,
          0);

  @Test
  void only_generations_that_are_kept_up_tell_what_they_hold_and_how_far_they_are_behind() {
    history.end(Map.of(PARTITION, 11L));
    for (State state : State.values()) {
      contents.read(generations.add(VERSION, state), 3);
    }

    assertThat(rebuilds.list())
        .filteredOn(it -> it.content() != null)
        .allSatisfy(it -> assertThat(it.lag()).hasValue(7))
        .extracting(it -> it.generation().state())
        .containsExactly(State.FORMER, State.LIVE, State.READY, State.CATCHING_UP);
    assertThat(rebuilds.list())
        .filteredOn(it -> it.content() == null)
        .allSatisfy(it -> assertThat(it.lag()).isEmpty())
        .hasSize(4);
  }

  @Test
  void a_way_back_into_the_past_must_be_forced() {
    contents.content(generations.add(VERSION, State.LIVE), 0, NOW);
    String former = generations.add(VERSION, State.FORMER);
    contents.content(former, 0, NOW.minusSeconds(31));

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> rebuilds.rollBack(null, false, OPS))
        .withMessage(
            "report_g2 is complete to 2018-07-26T04:59:29Z only, report_g1 to"
                + " 2018-07-26T05:00:00Z; wait, or force it");
    contents.content(former, 0, null);
    assertThatExceptionOfType(NotNow.class).isThrownBy(() -> rebuilds.rollBack(null, false, OPS));
    assertThat(generations.state(former)).isEqualTo(State.FORMER);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> rebuilds.rollBack("report_g1", true, OPS))
        .withMessage("report_g1 is not the one that answered before");
    rebuilds.rollBack("report_g2", true, OPS);
    assertThat(generations.state(former)).isEqualTo(State.LIVE);
  }

  @Test
  void a_way_back_to_what_is_up_to_date_is_free() {
    contents.content(generations.add(VERSION, State.LIVE), 0, NOW);
    String former = generations.add(VERSION, State.FORMER);
    contents.content(former, 0, NOW.minusSeconds(30));

    assertThat(rebuilds.rollBack(null, false, OPS).name()).isEqualTo(former);
    assertThat(generations.state(former)).isEqualTo(State.LIVE);
  }

  @Test
  void a_rebuild_needs_half_as_much_room_again_as_the_generation_in_use() {
    contents.content(generations.add(VERSION - 1, State.LIVE), 200L << 20, null);
    contents.free((300L << 20) - 1);
    var order = new Order(Source.LOG, false, false, 0);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> rebuilds.start(order, OPS))
        .withMessage("about 300 MB of disk are needed and 299 MB are free; make room, or force it");
    contents.free(300L << 20);
    assertThat(rebuilds.start(order, OPS).state()).isEqualTo(State.BUILDING);
  }

  @Test
  void the_newest_generation_that_is_ready_is_promoted_where_none_is_named() {
    generations.add(VERSION, State.READY);
    String newest = generations.add(VERSION, State.READY);
    generations.add(VERSION + 1, State.READY);

    assertThat(rebuilds.promote(null, false, OPS).name()).isEqualTo(newest);
  }

  @Test
  void a_promotion_is_undone_by_a_way_back_only_and_may_come_again_after_it() {
    String before = generations.add(VERSION, State.FORMER);
    String live = generations.add(VERSION, State.LIVE);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> rebuilds.promote(null, false, OPS))
        .withMessage("no generation that is newer than the one that answers is ready");
    generations.become(before, State.LIVE);
    generations.become(live, State.FORMER);
    assertThat(rebuilds.promote(null, false, OPS).name()).isEqualTo(live);
  }
}
