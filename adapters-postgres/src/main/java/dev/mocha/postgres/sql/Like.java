package dev.mocha.postgres.sql;

/** Patterns for {@code LIKE}. */
public final class Like {

  private Like() {}

  /** A pattern that matches texts that contain this text. */
  public static String containing(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
