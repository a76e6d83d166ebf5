package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.ContentsInMemory.PARTITION;
import static dev.mocha.application.rebuilding.GenerationsInMemory.NOW;
import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
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
  void only_generations_with_a_stream_have_a_content_and_a_lag() {
    history.end(Map.of(PARTITION, 11L));
    for (State state : State.values()) {
      contents.read(generations.add(VERSION, state), 3);
    }

    assertThat(rebuilds.list())
        .filteredOn(it -> it.content() != null)
        .allSatisfy(it -> assertThat(it.lag()).hasValue(7))
        .extracting(it -> it.generation().state())
        .containsExactly(State.PREVIOUS, State.LIVE, State.READY, State.CATCHING_UP);
    assertThat(rebuilds.list())
        .filteredOn(it -> it.content() == null)
        .allSatisfy(it -> assertThat(it.lag()).isEmpty())
        .hasSize(4);
  }

  @Test
  void a_rollback_to_a_generation_that_is_behind_must_be_forced() {
    contents.content(generations.add(VERSION, State.LIVE), 0, NOW);
    String previous = generations.add(VERSION, State.PREVIOUS);
    contents.content(previous, 0, NOW.minusSeconds(31));

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> rebuilds.rollBack(null, false, OPS))
        .withMessage(
            "report_g2 is complete to 2018-07-26T04:59:29Z, report_g1 to 2018-07-26T05:00:00Z;"
                + " wait, or force the rollback");
    contents.content(previous, 0, null);
    assertThatExceptionOfType(Rejected.class).isThrownBy(() -> rebuilds.rollBack(null, false, OPS));
    assertThat(generations.state(previous)).isEqualTo(State.PREVIOUS);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> rebuilds.rollBack("report_g1", true, OPS))
        .withMessage("report_g1 is not the previous generation");
    rebuilds.rollBack("report_g2", true, OPS);
    assertThat(generations.state(previous)).isEqualTo(State.LIVE);
  }

  @Test
  void a_rollback_to_a_generation_that_is_up_to_date_needs_no_force() {
    contents.content(generations.add(VERSION, State.LIVE), 0, NOW);
    String previous = generations.add(VERSION, State.PREVIOUS);
    contents.content(previous, 0, NOW.minusSeconds(30));

    assertThat(rebuilds.rollBack(null, false, OPS).name()).isEqualTo(previous);
    assertThat(generations.state(previous)).isEqualTo(State.LIVE);
  }

  @Test
  void a_rebuild_needs_the_disk_space_of_the_live_generation_and_half_as_much() {
    contents.content(generations.add(VERSION - 1, State.LIVE), 200L << 20, null);
    contents.free((300L << 20) - 1);
    var request = new RebuildRequest(Source.LOG, false, false, 0);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> rebuilds.start(request, OPS))
        .withMessage(
            "a rebuild needs about 300 MB of disk, and 299 MB are free; free some space, or force"
                + " the rebuild");
    contents.free(300L << 20);
    assertThat(rebuilds.start(request, OPS).state()).isEqualTo(State.BUILDING);
  }

  @Test
  void a_promotion_without_a_name_takes_the_newest_generation_that_is_ready() {
    generations.add(VERSION, State.READY);
    String newest = generations.add(VERSION, State.READY);
    generations.add(VERSION + 1, State.READY);

    assertThat(rebuilds.promote(null, false, OPS).name()).isEqualTo(newest);
  }

  @Test
  void a_promotion_without_a_name_never_goes_back_but_repeats_one_that_was_rolled_back() {
    String before = generations.add(VERSION, State.PREVIOUS);
    String live = generations.add(VERSION, State.LIVE);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> rebuilds.promote(null, false, OPS))
        .withMessage("no generation that is newer than the live one is ready");
    generations.become(before, State.LIVE);
    generations.become(live, State.PREVIOUS);
    assertThat(rebuilds.promote(null, false, OPS).name()).isEqualTo(live);
  }
}
