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
 * @param directory a folder with further definitions; a file with the name of a shipped definition
 *     replaces it; none by default
 * @param enabled the names of the streams that run; all by default, empty for none
 * @param hashKey the secret for hashing personal data, at least 32 characters; required if a stream
 *     hashes
 * @param threads of each stream in this process, 1 to 64; 1 by default
 */
@ConfigurationProperties("mocha.streams")
record StreamsProperties(
    @Nullable Path directory,
    @Nullable List<String> enabled,
    @Nullable String hashKey,
    @DefaultValue("1") int threads) {

  private static final int MIN_KEY = 32;

  StreamsProperties {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("mocha.streams.threads must be 1 to 64");
    }
    if (hashKey != null && hashKey.length() < MIN_KEY) {
      throw new IllegalArgumentException(
          "mocha.streams.hash-key must have at least " + MIN_KEY + " characters");
    }
  }

  /**
   * The streams that run.
   *
   * @throws IllegalArgumentException with all problems of all files and of these properties
   */
  List<StreamDefinition> running(StreamDefinitions definitions) {
    List<Checked> files = definitions.all();
    var problems = new ArrayList<String>();
    files.forEach(file -> file.problems().forEach(it -> problems.add(file.file() + ": " + it)));
    List<StreamDefinition> valid = files.stream().flatMap(it -> it.definition().stream()).toList();
    List<String> names = valid.stream().map(StreamDefinition::name).toList();
    if (enabled != null && problems.isEmpty()) {
      enabled.stream()
          .filter(it -> !names.contains(it))
          .forEach(
              it ->
                  problems.add(
                      "mocha.streams.enabled: there is no stream %s; valid names: %s"
                          .formatted(it, String.join(", ", names))));
    }
    List<StreamDefinition> running =
        valid.stream().filter(it -> enabled == null || enabled.contains(it.name())).toList();
    running.stream()
        .filter(it -> hashKey == null && !it.personal().hash().isEmpty())
        .forEach(
            it ->
                problems.add(
                    ("%s.yaml: personal.hash: needs mocha.streams.hash-key, a secret of at least"
                            + " %d characters; or leave the stream out of mocha.streams.enabled")
                        .formatted(it.name(), MIN_KEY)));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.stream().collect(Collectors.joining("\n")));
    }
    return running;
  }
}
