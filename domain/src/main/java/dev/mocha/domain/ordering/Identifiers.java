package dev.mocha.domain.ordering;

import java.util.regex.Pattern;

/** What an order or a merchant may be called: a name that is safe in a path, a file and a key. */
public final class Identifiers {

  /** One to 64 letters, digits, dots, underscores or hyphens; the first is a letter or a digit. */
  public static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final Pattern PATTERN = Pattern.compile(FORM);

  private Identifiers() {}

  static void check(String value) {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException("not an identifier: " + value);
    }
  }
}
