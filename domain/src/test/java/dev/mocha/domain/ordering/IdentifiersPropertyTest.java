package dev.mocha.domain.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class IdentifiersPropertyTest {

  @Property
  void accepted_ids_match_the_pattern(
      @ForAll
          @StringLength(max = 70)
          @NumericChars
          @CharRange(from = '-', to = 'z')
          @Chars({'é', ' '})
          String text) {
    assertThat(isAccepted(text)).isEqualTo(text.matches(Identifiers.FORM));
  }

  @Property
  void names_of_letters_digits_and_signs_are_accepted_up_to_64(
      @ForAll
          @StringLength(min = 60, max = 68)
          @CharRange(from = 'a', to = 'z')
          @Chars({'.', '_', '-'})
          String text) {
    assertThat(isAccepted(text)).isEqualTo(text.matches(Identifiers.FORM));
  }

  private static boolean isAccepted(String text) {
    try {
      Identifiers.check(text);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }
}
