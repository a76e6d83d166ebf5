package dev.mocha.application.reporting;

import java.util.Comparator;

/**
 * Compares names by code point, in the same sequence as their UTF-8 bytes; {@code String} compares
 * UTF-16 units.
 */
final class CodePoints {

  static final Comparator<String> ORDER = CodePoints::compare;

  private CodePoints() {}

  private static int compare(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length()) {
      int left = a.codePointAt(i);
      int right = b.codePointAt(i);
      if (left != right) {
        return Integer.compare(left, right);
      }
      i += Character.charCount(left);
    }
    return Integer.compare(a.length(), b.length());
  }
}
