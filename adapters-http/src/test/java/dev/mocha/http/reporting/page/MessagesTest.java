package dev.mocha.http.reporting.page;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.SummaryFigure;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

  @Test
  void every_figure_has_a_label_and_both_languages_have_the_same_texts() throws IOException {
    Set<String> english = keys("messages.properties");

    assertThat(english)
        .containsAll(Stream.of(SummaryFigure.values()).map(it -> "figure." + it).toList());
    assertThat(keys("messages_id.properties")).isEqualTo(english);
  }

  private static Set<String> keys(String file) throws IOException {
    var texts = new Properties();
    try (var in =
        new InputStreamReader(
            requireNonNull(MessagesTest.class.getResourceAsStream("/" + file)),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts.stringPropertyNames();
  }
}
