package dev.mocha.application.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {

  @Test
  void escapes_are_parsed_and_written() {
    assertThat(JsonPointer.of("/a~1b/~01/0/").tokens()).isEqualTo(List.of("a/b", "~1", "0", ""));
    assertThat(JsonPointer.of("/a~1b/~01/0/")).hasToString("/a~1b/~01/0/");
    assertThat(JsonPointer.of("")).isEqualTo(JsonPointer.WHOLE).hasToString("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "/~", "/a~2b"})
  void an_invalid_pointer_is_rejected(String text) {
    assertThatThrownBy(() -> JsonPointer.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_pointer_contains_itself_and_pointers_into_its_value() {
    assertThat(JsonPointer.of("/a").contains(JsonPointer.of("/a/b"))).isTrue();
    assertThat(JsonPointer.of("/a").contains(JsonPointer.of("/a"))).isTrue();
    assertThat(JsonPointer.of("/a").contains(JsonPointer.of("/ab"))).isFalse();
    assertThat(JsonPointer.of("/a/b").contains(JsonPointer.of("/a"))).isFalse();
  }
}
