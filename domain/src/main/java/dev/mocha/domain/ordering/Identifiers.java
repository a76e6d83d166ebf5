package dev.mocha.domain.ordering;

/** The form of the ids of orders and merchants, which is safe in a path, a file name and a key. */
public final class Identifiers {

  /** One to 64 letters, digits, dots, underscores or hyphens; the first is a letter or a digit. */
  public static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final int MAX_LENGTH = 64;

  private Identifiers() {}

  /** Every event that is read has two ids, so this check is faster than the pattern. */
  static void check(String value) {
    boolean fits = !value.isEmpty() && value.length() <= MAX_LENGTH && isFirst(value.charAt(0));
    for (int index = 1; fits && index < value.length(); index++) {
      char it = value.charAt(index);
      fits = isFirst(it) || it == '.' || it == '_' || it == '-';
    }
    if (!fits) {
      throw new IllegalArgumentException("not an identifier: " + value);
    }
  }

  private static boolean isFirst(char it) {
    return (it >= 'A' && it <= 'Z') || (it >= 'a' && it <= 'z') || (it >= '0' && it <= '9');
  }
}
