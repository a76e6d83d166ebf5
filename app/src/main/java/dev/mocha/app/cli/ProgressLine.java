package dev.mocha.app.cli;

import java.io.Console;
import java.util.Optional;

/** Progress on one line of the terminal; without a terminal, on a new line for each change. */
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

  /** Ends the line, so that what is printed next comes below it. */
  void end() {
    if (terminal && !shown.isEmpty()) {
      System.err.println();
    }
  }
}
