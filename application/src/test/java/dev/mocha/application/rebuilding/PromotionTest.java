package dev.mocha.application.rebuilding;

import static dev.mocha.application.rebuilding.GenerationsInMemory.OPS;
import static dev.mocha.application.rebuilding.VerificationInMemory.differences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mocha.application.rebuilding.Generation.State;
import dev.mocha.application.rebuilding.Generations.Rejected;
import dev.mocha.application.rebuilding.Promotion.Differs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromotionTest {

  private static final int VERSION = 7;

  private final GenerationsInMemory generations = new GenerationsInMemory();
  private final VerificationInMemory verification = new VerificationInMemory();
  private final Promotion promotion = new Promotion(generations, verification, VERSION);

  @Test
  void the_reference_is_the_live_generation_of_this_version_or_of_the_newest_earlier_one() {
    assertThat(reference()).isEmpty();
    generations.add(VERSION + 1, State.LIVE);
    assertThat(reference()).isEmpty();
    generations.add(VERSION - 2, State.LIVE);
    assertThat(reference()).isEqualTo("report_g2");
    generations.add(VERSION - 1, State.LIVE);
    generations.add(VERSION, State.READY);
    assertThat(reference()).isEqualTo("report_g3");
    generations.add(VERSION, State.LIVE);
    assertThat(reference()).isEqualTo("report_g5");
  }

  private String reference() {
    return promotion.reference().map(Generation::name).orElse("");
  }

  @Test
  void
      a_verification_compares_a_generation_with_its_orders_and_the_live_one_and_that_with_its_orders() {
    String live = generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    verification.differWithin(live, 1);
    verification.differWithin(next, 2);
    verification.differ(live, next, 4);

    assertThat(promotion.verify(generation(next)))
        .isEqualTo(
            differences(next, 2)
                .and(differences("report_g1 and report_g2", 4))
                .and(differences(live, 1)));
    assertThat(generations.done()).containsExactly("report_g2 verified, 7 days differ");
  }

  @Test
  void a_live_generation_of_another_version_is_not_compared_with_its_orders() {
    String live = generations.add(VERSION - 1, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    verification.differWithin(live, 1);
    verification.differ(live, next, 4);

    assertThat(promotion.verify(generation(next)).total()).isEqualTo(4);
  }

  @Test
  void the_live_generation_is_compared_with_its_orders_once() {
    String live = generations.add(VERSION, State.LIVE);
    verification.differWithin(live, 3);
    verification.differ(live, live, 5);

    assertThat(promotion.verify(generation(live)).total()).isEqualTo(3);
  }

  @Test
  void a_generation_that_does_not_differ_is_promoted() {
    generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);

    promotion.promote(next, false, OPS);
    assertThat(generations.state(next)).isEqualTo(State.LIVE);
    assertThat(generations.done()).containsExactly("promote report_g2 by ops: no day differs");
  }

  @ParameterizedTest
  @EnumSource(names = {"BUILDING", "CATCHING_UP", "FAILED", "CANCELLED", "RETIRED"})
  void an_incomplete_generation_is_neither_compared_nor_promoted(State state) {
    String live = generations.add(VERSION, State.LIVE);
    String other = generations.add(VERSION, state);
    verification.differ(live, other, 4);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> promotion.promote(other, false, OPS))
        .withMessage("report_g2 is not ready, it is " + state);
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> Promotion.requireComplete(generation(other), VERSION))
        .withMessage("report_g2 is not ready, it is " + state);
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void a_generation_of_another_version_is_not_verified() {
    String newer = generations.add(VERSION + 1, State.READY);
    verification.differWithin(newer, 400);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> Promotion.requireComplete(generation(newer), VERSION))
        .withMessage("report_g1 is of version 8, this application of version 7");
    assertThat(generations.done()).isEmpty();
  }

  @Test
  void a_generation_that_differs_is_promoted_only_by_force_and_the_audit_says_so() {
    String live = generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    verification.differ(live, next, 4);
    String difference = "4 days differ: m-1 2018-07-26 (report_g1 and report_g2)";

    assertThatExceptionOfType(Differs.class)
        .isThrownBy(() -> promotion.promote(next, false, OPS))
        .withMessage(difference)
        .extracting(Differs::differences)
        .isEqualTo(differences("report_g1 and report_g2", 4));
    assertThat(generations.state(next)).isEqualTo(State.READY);

    promotion.promote(next, true, OPS);
    assertThat(generations.state(next)).isEqualTo(State.LIVE);
    assertThat(generations.done())
        .containsExactly("promote report_g2 by ops: forced; " + difference);
  }

  @Test
  void a_generation_that_differed_when_verified_is_promoted_only_by_force_and_the_audit_says_so() {
    generations.add(VERSION, State.LIVE);
    String next = generations.add(VERSION, State.READY);
    verification.differWithin(next, 2);
    promotion.verify(generation(next));

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> promotion.promote(next, false, OPS))
        .withMessage(
            "2 days differed at the last verification of report_g2; verify it again (mocha"
                + " generations differences report_g2), or force the promotion");
    promotion.promote(next, true, OPS);
    assertThat(generations.done())
        .contains(
            "promote report_g2 by ops: forced; no day differs;"
                + " 2 days differed at the last verification");
  }

  @Test
  void only_a_generation_of_this_version_is_promoted() {
    String other = generations.add(VERSION + 1, State.READY);

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> promotion.promote(other, true, OPS))
        .withMessage("report_g1 is of version 8, this application of version 7");
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> promotion.promote("report_g9", true, OPS))
        .withMessage("there is no generation report_g9");
  }

  private Generation generation(String name) {
    return generations.find(name).orElseThrow();
  }
}
