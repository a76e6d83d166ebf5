package dev.mocha.kafka.streaming.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 23})
  void a_byte_that_is_no_utf_8_is_found_wherever_it_is(int length) {
    for (int place = 0; place < length; place++) {
      byte[] broken = "a".repeat(length).getBytes(UTF_8);
      broken[place] = (byte) 0xff;

      assertThatExceptionOfType(Refused.class)
          .isThrownBy(() -> Texts.utf8(broken, "the value"))
          .withMessage("the value is not UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "12345678", "123456789é", "ท1234567", "1234567🍜89"})
  void a_text_is_read_whatever_is_in_it(String text) {
    assertThat(Texts.utf8(text.getBytes(UTF_8), "the value")).isEqualTo(text);
  }
}
