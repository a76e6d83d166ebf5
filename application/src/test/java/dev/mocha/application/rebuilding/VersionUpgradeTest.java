package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.RebuildRequest.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionUpgradeTest {

  private static final int VERSION = 7;
  private static final String BEGUN = "rebuild %s by mocha: version 7";

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final HistoryInMemory history = new HistoryInMemory();
  private final VersionUpgrade upgrade =
      new VersionUpgrade(
          generations,
          new RebuildControl(
              generations,
              contents,
              Map.of(Source.LOG, history),
              history,
              new Promotion(generations, new VerificationInMemory(), VERSION),
              VERSION,
              1_234),
          VERSION);

  @Test
  void a_version_without_a_generation_is_rebuilt_and_promoted_once_it_is_verified() {
    generations.add(VERSION - 1, State.LIVE);

    upgrade.check(true);

    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
    assertThat(generations.find("report_g2"))
        .map(Generation::request)
        .contains(new RebuildRequest(Source.LOG, true, false, 1_234));
  }

  @Test
  void the_rebuild_is_requested_once_even_if_it_is_cancelled() {
    upgrade.check(true);
    generations.cancel(null, OPS);
    upgrade.check(true);

    assertThat(generations.done())
        .containsExactly(BEGUN.formatted("report_g1"), "cancel report_g1 by ops: ");
  }

  @Test
  void a_version_that_has_a_generation_is_not_rebuilt() {
    generations.add(VERSION, State.CANCELLED);

    upgrade.check(true);

    assertThat(generations.done()).isEmpty();
  }

  @Test
  void a_version_whose_generations_are_all_retired_is_rebuilt() {
    generations.add(VERSION, State.RETIRED);

    upgrade.check(true);

    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
  }

  @Test
  void nothing_is_rebuilt_unless_it_is_configured() {
    upgrade.check(false);

    assertThat(generations.all()).isEmpty();
  }

  @Test
  void the_rebuild_waits_for_a_running_one() {
    generations.add(VERSION + 1, State.BUILDING);

    upgrade.check(true);
    assertThat(generations.done()).isEmpty();

    generations.become("report_g1", State.READY);
    upgrade.check(true);
    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
  }

  @Test
  void the_rebuild_waits_for_disk_space() {
    contents.content(generations.add(VERSION - 1, State.LIVE), 1_000, null);
    contents.free(1_499);

    upgrade.check(true);
    assertThat(generations.done()).isEmpty();

    contents.free(1_500);
    upgrade.check(true);
    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
  }
}
