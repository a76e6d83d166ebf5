package dev.mocha.application.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NameOrderTest {

  @Property
  void names_compare_as_their_utf_8_bytes_do(
      @ForAll("names") String left, @ForAll("names") String right) {
    int bytes =
        Arrays.compareUnsigned(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    assertThat(Integer.signum(ReportBreakdown.BY_CODE_POINT.compare(left, right)))
        .isEqualTo(Integer.signum(bytes));
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
