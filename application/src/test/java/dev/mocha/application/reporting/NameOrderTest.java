package dev.mocha.application.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NameOrderTest {

  @Property
  void names_compare_by_code_point(@ForAll("names") String left, @ForAll("names") String right) {
    int codePoints = Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());

    assertThat(Integer.signum(ReportBreakdown.BY_CODE_POINT.compare(left, right)))
        .isEqualTo(Integer.signum(codePoints));
  }

  /** Few characters, so that names often begin alike. */
  @Provide
  static Arbitrary<String> names() {
    return Arbitraries.of(
            "a", "z", "é", "\uD7FF", "\uE000", "\uFF5A", "\uD83C\uDF5C", "\uDBFF\uDFFF")
        .list()
        .ofMaxSize(4)
        .map(characters -> String.join("", characters));
  }
}
