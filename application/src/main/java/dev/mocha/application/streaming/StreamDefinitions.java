package dev.mocha.application.streaming;

import dev.mocha.application.streaming.StreamDefinition.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The streams that are configured. */
public interface StreamDefinitions {

  /** Each file of a stream, shipped or added, checked. */
  List<Checked> all();

  /** The check of one file. */
  Checked check(Path file);

  /**
   * A file with the stream that it defines, or with what is wrong.
   *
   * @param file its name, for people
   * @param problems none when there is a definition
   */
  record Checked(String file, Optional<StreamDefinition> definition, List<Problem> problems) {

    public Checked {
      problems = List.copyOf(problems);
    }
  }
}
