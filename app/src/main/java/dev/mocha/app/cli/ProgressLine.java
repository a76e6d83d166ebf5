package dev.mocha.app.cli;

import java.io.Console;
import java.util.Optional;

/** A line of the terminal that changes; where there is no terminal, a line for each change. */
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

  /** What is printed next stands below. */
  void end() {
    if (terminal && !shown.isEmpty()) {
      System.err.println();
    }
  }
}
