package dev.mocha.application.streaming;

import dev.mocha.application.streaming.StreamDefinition.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The definitions of streams, read from files. */
public interface StreamDefinitions {

  /** Every configured file, checked, in the order of their names. */
  List<Checked> all();

  /** Checks one file. */
  Checked check(Path file);

  /**
   * A checked file.
   *
   * @param file its name
   * @param definition empty when there are problems
   */
  record Checked(String file, Optional<StreamDefinition> definition, List<Problem> problems) {

    public Checked {
      problems = List.copyOf(problems);
    }
  }
}
