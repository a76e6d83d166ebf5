package dev.mocha.kafka.streaming.decoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextValuesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 23})
  void invalid_utf_8_is_found_at_every_index(int length) {
    for (int index = 0; index < length; index++) {
      byte[] broken = "a".repeat(length).getBytes(UTF_8);
      broken[index] = (byte) 0xff;

      assertThatExceptionOfType(InvalidRecord.class)
          .isThrownBy(() -> TextValues.utf8(broken, "the value"))
          .withMessage("the value is not UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "12345678", "123456789é", "ท1234567", "1234567🍜89", "a\uFFFDb"})
  void valid_utf_8_is_decoded(String text) {
    assertThat(TextValues.utf8(text.getBytes(UTF_8), "the value")).isEqualTo(text);
  }
}
