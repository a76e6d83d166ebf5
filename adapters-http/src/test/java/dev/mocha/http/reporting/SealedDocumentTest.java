package dev.mocha.http.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SealedDocumentTest {

  @Test
  void it_is_the_text_with_its_gap_filled_plain_and_as_one_gzip_member() throws IOException {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      byte[] head = text(random, round % 50 == 0 ? 200_000 : 400);
      byte[] value = text(random, 30);
      byte[] tail = text(random, 50_000);
      byte[] kept = SealedDocument.of(head, tail).bytes();
      SealedDocument document = SealedDocument.read(kept);
      byte[] whole = new byte[head.length + value.length + tail.length];
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(value, 0, whole, head.length, value.length);
      System.arraycopy(tail, 0, whole, head.length + value.length, tail.length);

      assertThat(document.filled(value)).isEqualTo(whole);
      var rest = new ByteArrayInputStream(document.gzip(value));
      try (var gzip = new GZIPInputStream(rest)) {
        assertThat(gzip.readAllBytes()).isEqualTo(whole);
      }
      assertThat(rest.available()).isZero();
      assertThat(document.bytes()).isEqualTo(kept);
    }
  }

  /** Of some length up to the most, with repetitions as JSON has them. */
  private static byte[] text(Random random, int most) {
    byte[] text = new byte[random.nextInt(most + 1)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ("{\"note\":null}".charAt(i % 13) + (random.nextInt(9) == 0 ? 1 : 0));
    }
    return text;
  }

  @Test
  void its_name_depends_on_the_text_and_on_the_place_of_the_gap() {
    String name = SealedDocument.of(bytes("head"), bytes("tail")).name();

    assertThat(name).matches("[A-Za-z0-9_-]{22}");
    assertThat(SealedDocument.of(bytes("head"), bytes("tail")).name()).isEqualTo(name);
    assertThat(SealedDocument.of(bytes("head"), bytes("tale")).name()).isNotEqualTo(name);
    assertThat(SealedDocument.of(bytes("heap"), bytes("tail")).name()).isNotEqualTo(name);
    assertThat(SealedDocument.of(bytes("headt"), bytes("ail")).name()).isNotEqualTo(name);
  }

  @Test
  void a_truncated_document_is_not_sent() {
    byte[] kept = SealedDocument.of(bytes("head"), bytes("tail tail tail")).bytes();

    assertThatIllegalStateException()
        .isThrownBy(
            () -> SealedDocument.read(Arrays.copyOf(kept, kept.length - 3)).filled(bytes("value")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
