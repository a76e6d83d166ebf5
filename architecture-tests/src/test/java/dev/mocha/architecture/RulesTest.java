package dev.mocha.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RulesTest {

  private static final JavaClasses MOCHA = Root.MOCHA.classes();

  static Stream<NamedRule> rules() {
    return NamedRule.all();
  }

  static List<Sample> samples() {
    return Sample.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void mocha_keeps_every_rule(NamedRule named) {
    named.rule().in(Root.MOCHA).check(MOCHA);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void a_sample_breaks_its_rule_just_where_it_should(Sample sample) {
    var root = new Root("samples." + sample.name());

    assertThat(sample.rule().in(root).evaluate(root.classes()).getFailureReport().getDetails())
        .extracting(Sample::shortened)
        .containsExactlyInAnyOrderElementsOf(sample.violations());
  }

  @Test
  void every_rule_has_a_sample_that_breaks_it() {
    var broken = Sample.all().stream().map(Sample::rule).collect(toSet());

    assertThat(NamedRule.all()).allSatisfy(it -> assertThat(broken).contains(it.rule()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void every_rule_says_which_decision_it_holds(NamedRule named) {
    assertThat(named.rule().in(Root.MOCHA).getDescription())
        .containsPattern(", because ADR-\\d{4} \\S");
  }
}
