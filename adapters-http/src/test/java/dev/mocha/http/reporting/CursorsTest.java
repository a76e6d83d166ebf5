package dev.mocha.http.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.http.web.Problems.Invalid;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59.999999Z",
        "2018-07-26T05:12:33.123456Z",
        "2099-01-01T00:00:00Z"
      })
  void a_cursor_survives_encoding_and_decoding(Instant placedAt) {
    var cursor = new OrderCursor(placedAt, new OrderId("A.b_c-9"));

    assertThat(Cursors.encode(cursor)).matches("[A-Za-z0-9_-]+");
    assertThat(Cursors.decode(Cursors.encode(cursor))).isEqualTo(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "o-1",
        "1o-1",
        "1 ",
        " o-1",
        "x o-1",
        "1 -bad",
        "1 a b",
        "1.5 o-1",
        "9223372036854775808 o-1"
      })
  void a_text_that_is_not_a_cursor_is_rejected(String text) {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));

    assertThatThrownBy(() -> Cursors.decode(encoded)).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> Cursors.decode("?" + encoded)).isInstanceOf(Invalid.class);
  }
}
