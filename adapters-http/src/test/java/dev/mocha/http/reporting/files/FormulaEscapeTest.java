package dev.mocha.http.reporting.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaEscapeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "  =1",
        "\u00A0\u3000=1",
        "\uFEFF=1",
        "\u200B-1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u22121"
      })
  void text_that_could_be_a_formula_gets_an_apostrophe(String text) {
    assertThat(FormulaEscape.cell(text)).isEqualTo("'" + text);
    assertThat(FormulaEscape.separated(text)).startsWith("'" + text.charAt(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nasi Goreng", "1+1", "a=b", "a-b, -c", "'=1", "ไก่", "🍚", " x"})
  void other_text_is_not_changed(String text) {
    assertThat(FormulaEscape.cell(text)).isEqualTo(text);
    assertThat(FormulaEscape.separated(text)).isEqualTo(text);
  }

  @Test
  void separated_values_are_safe_in_programs_that_split_at_other_characters() {
    assertThat(FormulaEscape.separated("a;=1;b; +2\n-3\tx;c")).isEqualTo("a;'=1;b;' +2\n'-3\tx;c");
    assertThat(FormulaEscape.cell("a;=1\n-3")).isEqualTo("a;=1\n-3");
  }
}
