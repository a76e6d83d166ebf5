package dev.mocha.app.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Progress on one line of the terminal; without a terminal, on a new line for each change. */
final class ProgressLine {

  private static final int WIDTH = 100;

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final boolean terminal = isTerminal();
  private String shown = "";

  /** Whether standard error is a terminal. */
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !isRedirected();
  }

  /** Java asks only about standard input and output; Linux knows about standard error. */
  private static boolean isRedirected() {
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return !device.startsWith("/dev/") || device.equals("/dev/null");
    } catch (IOException notLinux) {
      return false;
    }
  }

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
