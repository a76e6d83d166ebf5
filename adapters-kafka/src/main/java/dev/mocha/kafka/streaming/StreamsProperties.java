package dev.mocha.kafka.streaming;

import dev.mocha.application.streaming.StreamDefinition;
import dev.mocha.application.streaming.StreamDefinitions;
import dev.mocha.application.streaming.StreamDefinitions.Checked;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configured streams, under {@code mocha.streams}.
 *
 * @param directory a folder of further definitions, one of the name of a shipped one replaces it;
 *     none by default
 * @param enabled the names of the streams that run; all by default, empty for none
 * @param hashKey the secret that personal data are hashed with, at least 32 characters; required
 *     where a stream hashes
 * @param threads of each stream in this process, 1 to 64; 1 by default
 */
@ConfigurationProperties("mocha.streams")
public record StreamsProperties(
    @Nullable Path directory,
    @Nullable List<String> enabled,
    @Nullable String hashKey,
    @DefaultValue("1") int threads) {

  private static final int SHORTEST_KEY = 32;

  public StreamsProperties {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("mocha.streams.threads must be 1 to 64");
    }
    if (hashKey != null && hashKey.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "mocha.streams.hash-key must have at least " + SHORTEST_KEY + " characters");
    }
  }

  /**
   * The streams that run.
   *
   * @throws IllegalArgumentException that tells everything that is wrong with any file, or with
   *     these properties
   */
  List<StreamDefinition> running(StreamDefinitions definitions) {
    List<Checked> files = definitions.all();
    var wrong = new ArrayList<String>();
    files.forEach(file -> file.problems().forEach(it -> wrong.add(file.file() + ": " + it)));
    List<StreamDefinition> sound = files.stream().flatMap(it -> it.definition().stream()).toList();
    List<String> names = sound.stream().map(StreamDefinition::name).toList();
    if (enabled != null && wrong.isEmpty()) {
      enabled.stream()
          .filter(it -> !names.contains(it))
          .forEach(
              it ->
                  wrong.add(
                      "mocha.streams.enabled: there is no stream %s, there are %s"
                          .formatted(it, String.join(", ", names))));
    }
    List<StreamDefinition> running =
        sound.stream().filter(it -> enabled == null || enabled.contains(it.name())).toList();
    running.stream()
        .filter(it -> hashKey == null && !it.personal().hash().isEmpty())
        .forEach(
            it ->
                wrong.add(
                    ("%s.yaml: personal.hash: needs mocha.streams.hash-key, a secret of at least"
                            + " %d characters; or leave the stream out of mocha.streams.enabled")
                        .formatted(it.name(), SHORTEST_KEY)));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(wrong.stream().collect(Collectors.joining("\n")));
    }
    return running;
  }
}
