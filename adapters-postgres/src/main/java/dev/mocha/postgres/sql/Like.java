package dev.mocha.postgres.sql;

/** Patterns for {@code LIKE}. */
public final class Like {

  private Like() {}

  /** Matches what contains the text, whatever signs are in it. */
  public static String containing(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
