package dev.mocha.app.cli;

import java.io.Console;
import java.util.Optional;

/** A progress line that is overwritten in a terminal, and printed anew elsewhere. */
final class ProgressLine {

  private static final int WIDTH = 100;

  private final boolean terminal =
      Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  private String shown = "";

  void show(String line) {
    if (line.equals(shown)) {
      return;
    }
    shown = line;
    if (terminal) {
      System.err.printf("\r%-" + WIDTH + "s", line);
    } else {
      System.err.println(line);
    }
  }

  /** Moves to the next line. */
  void end() {
    if (terminal && !shown.isEmpty()) {
      System.err.println();
    }
  }
}
