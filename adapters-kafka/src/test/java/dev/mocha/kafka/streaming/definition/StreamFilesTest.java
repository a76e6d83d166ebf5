package dev.mocha.kafka.streaming.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinition.Problem;
import dev.mocha.application.streaming.StreamDefinitions.Checked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFilesTest {

  private static final String OWN =
      """
      stream: %s
      topics: [t]
      table: %s
      key: [id]
      columns:
        id: {type: text, from: /id}
      """;

  @TempDir private Path folder;

  @Test
  void the_shipped_streams_are_valid() {
    List<Checked> shipped = new StreamFiles(null).all();

    assertThat(shipped).extracting(Checked::problems).containsOnly(List.of());
    assertThat(shipped)
        .extracting(it -> it.definition().map(StreamDefinition::name))
        .containsExactly(Optional.of("merchants"), Optional.of("order-events"));
  }

  @Test
  void a_folder_adds_streams_and_replaces_shipped_ones() throws IOException {
    Files.writeString(folder.resolve("merchants.yaml"), OWN.formatted("merchants", "mine"));
    Files.writeString(folder.resolve("zebras.yaml"), OWN.formatted("zebras", "zebras"));
    Files.writeString(folder.resolve("notes.txt"), "no stream");

    assertThat(new StreamFiles(folder).all())
        .extracting(it -> it.definition().orElseThrow())
        .extracting(it -> it.name() + " into " + it.table())
        .containsExactly(
            "merchants into public.mine",
            "order-events into public.stream_order_events",
            "zebras into public.zebras");
  }

  @Test
  void a_file_that_cannot_be_read_is_a_problem_of_that_file() throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "stream: café".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(new StreamFiles(null).check(latin))
        .isEqualTo(
            new Checked("latin.yaml", Optional.empty(), List.of(new Problem("", "is not UTF-8"))));
  }

  @Test
  void a_missing_folder_is_an_error() {
    assertThatThrownBy(() -> new StreamFiles(folder.resolve("nowhere")).all())
        .hasMessage("mocha.streams.directory: there is no folder " + folder.resolve("nowhere"));
  }
}
