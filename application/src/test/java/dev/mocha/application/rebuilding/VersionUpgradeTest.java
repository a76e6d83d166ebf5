package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.rebuilding.Generation.Order;
import dev.mocha.application.rebuilding.Generation.Source;
import dev.mocha.application.rebuilding.Generation.State;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionUpgradeTest {

  private static final int VERSION = 7;
  private static final String BEGUN = "begin %s of version 7 by mocha: version 7 is new";

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final ContentsInMemory contents = new ContentsInMemory();
  private final HistoryInMemory history = new HistoryInMemory();
  private final VersionUpgrade newVersion =
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
  void a_version_without_a_generation_gets_one_that_is_promoted_when_it_is_proven() {
    generations.add(VERSION - 1, State.LIVE);

    newVersion.notice(true);

    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
    assertThat(generations.find("report_g2"))
        .map(Generation::order)
        .contains(new Order(Source.LOG, true, false, 1_234));
  }

  @Test
  void it_begins_once_whatever_becomes_of_it() {
    newVersion.notice(true);
    generations.cancel(null, OPS);
    newVersion.notice(true);

    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g1"));
  }

  @Test
  void a_version_that_somebody_has_dealt_with_is_left_alone() {
    generations.add(VERSION, State.CANCELLED);

    newVersion.notice(true);

    assertThat(generations.done()).isEmpty();
  }

  @Test
  void a_version_whose_generations_were_all_given_up_is_new_again() {
    generations.add(VERSION, State.RETIRED);

    newVersion.notice(true);

    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
  }

  @Test
  void nothing_is_begun_unless_it_is_configured() {
    newVersion.notice(false);

    assertThat(generations.all()).isEmpty();
  }

  @Test
  void it_begins_after_the_rebuild_that_is_at_work() {
    generations.add(VERSION + 1, State.BUILDING);

    newVersion.notice(true);
    assertThat(generations.done()).isEmpty();

    generations.become("report_g1", State.READY);
    newVersion.notice(true);
    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
  }

  @Test
  void it_begins_when_there_is_room() {
    contents.content(generations.add(VERSION - 1, State.LIVE), 1_000, null);
    contents.free(1_499);

    newVersion.notice(true);
    assertThat(generations.done()).isEmpty();

    contents.free(1_500);
    newVersion.notice(true);
    assertThat(generations.done()).containsExactly(BEGUN.formatted("report_g2"));
  }
}
