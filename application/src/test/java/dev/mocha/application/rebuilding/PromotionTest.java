package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static dev.mocha.application.rebuilding.VerificationInMemory.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.NotNow;
import dev.mocha.application.rebuilding.Promotion.Differs;
import dev.mocha.application.rebuilding.Verification.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromotionTest {

  private static final int VERSION = 7;

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final VerificationInMemory comparison = new VerificationInMemory();
  private final Promotion promotion = new Promotion(generations, comparison, VERSION);

  @Test
  void in_use_is_the_live_generation_of_this_version_or_of_the_newest_before() {
    assertThat(inUse()).isEmpty();
    generations.add(VERSION + 1, State.LIVE);
    assertThat(inUse()).isEmpty();
    generations.add(VERSION - 2, State.LIVE);
    assertThat(inUse()).isEqualTo("report_g2");
    generations.add(VERSION - 1, State.LIVE);
    generations.add(VERSION, State.READY);
    assertThat(inUse()).isEqualTo("report_g3");
    generations.add(VERSION, State.LIVE);
    assertThat(inUse()).isEqualTo("report_g5");
  }

  private String inUse() {
    return promotion.inUse().map(Generation::name).orElse("");
  }

  @Test
  void a_generation_is_proven_with_its_own_rows_with_the_live_one_and_that_with_its_own() {
    String live = generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    comparison.differsWithin(live, 1);
    comparison.differsWithin(next, 2);
    comparison.differs(live, next, 4);

    assertThat(promotion.prove(generation(next)))
        .isEqualTo(
            findings(next, 2).and(findings("report_g1 and report_g2", 4)).and(findings(live, 1)));
    assertThat(generations.done()).containsExactly("report_g2 proven, 7 days differ");
  }

  @Test
  void rows_of_a_live_generation_of_another_version_prove_nothing() {
    String live = generations.add(VERSION - 1, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    comparison.differsWithin(live, 1);
    comparison.differs(live, next, 4);

    assertThat(promotion.prove(generation(next)).days()).isEqualTo(4);
  }

  @Test
  void the_live_generation_is_compared_with_its_own_rows_once() {
    String live = generations.add(VERSION, State.LIVE);
    comparison.differsWithin(live, 3);
    comparison.differs(live, live, 5);

    assertThat(promotion.prove(generation(live)).days()).isEqualTo(3);
  }

  @Test
  void what_is_proven_and_does_not_differ_is_promoted() {
    generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);

    assertThat(promotion.promote(next, false, OPS)).isEqualTo(Findings.NONE);
    assertThat(generations.state(next)).isEqualTo(State.LIVE);
    assertThat(generations.done()).containsExactly("promote report_g2 by ops: nothing differs");
  }

  @ParameterizedTest
  @EnumSource(names = {"BUILDING", "CATCHING_UP", "FAILED", "CANCELLED", "RETIRED"})
  void what_is_not_whole_is_not_even_compared(State state) {
    String live = generations.add(VERSION, State.LIVE);
    String other = generations.add(VERSION, state);
    comparison.differs(live, other, 4);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> promotion.promote(other, false, OPS))
        .withMessage("report_g2 is not ready, it is " + state);
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> promotion.differences(generation(other)))
        .withMessage("report_g2 is not ready, it is " + state);
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void rows_of_another_version_are_not_judged() {
    String newer = generations.add(VERSION + 1, State.READY);
    comparison.differsWithin(newer, 400);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> promotion.differences(generation(newer)))
        .withMessage("report_g1 is of version 8, this application of version 7");
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void what_differs_now_is_promoted_only_by_force_and_the_audit_tells() {
    String live = generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    comparison.differs(live, next, 4);
    String difference = "4 days differ: m-1 2018-07-26 (report_g1 and report_g2)";

    assertThatExceptionOfType(Differs.class)
        .isThrownBy(() -> promotion.promote(next, false, OPS))
        .withMessage(difference)
        .extracting(Differs::findings)
        .isEqualTo(findings("report_g1 and report_g2", 4));
    assertThat(generations.state(next)).isEqualTo(State.READY);

    promotion.promote(next, true, OPS);
    assertThat(generations.state(next)).isEqualTo(State.LIVE);
    assertThat(generations.done())
        .containsExactly("promote report_g2 by ops: forced; " + difference);
  }

  @Test
  void what_differed_when_it_was_compared_last_is_promoted_only_by_force_and_the_audit_tells() {
    generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    comparison.differsWithin(next, 2);
    promotion.prove(generation(next));

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> promotion.promote(next, false, OPS))
        .withMessage(
            "2 days differed when report_g2 was compared last; ask for its differences again, or"
                + " force it");
    promotion.promote(next, true, OPS);
    assertThat(generations.done())
        .contains(
            "promote report_g2 by ops: forced; nothing differs;"
                + " 2 days differed when it was compared last");
  }

  @Test
  void only_a_generation_of_this_version_is_promoted() {
    String other = generations.add(VERSION + 1, State.READY);

    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> promotion.promote(other, true, OPS))
        .withMessage("report_g1 is of version 8, this application of version 7");
    assertThatExceptionOfType(NotNow.class)
        .isThrownBy(() -> promotion.promote("report_g9", true, OPS))
        .withMessage("there is no generation report_g9");
  }

  private Generation generation(String name) {
    return generations.find(name).orElseThrow();
  }
}
