package dev.mocha.postgres.reporting;

/** Patterns for {@code LIKE}. */
final class Like {

  private Like() {}

  /** Matches what contains the text, whatever signs are in it. */
  static String containing(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
