package dev.mocha.http.reporting.files;

import java.util.regex.Pattern;

/**
 * Text that a spreadsheet does not take for a formula: an apostrophe stands before it where it
 * could be. These are the characters of OWASP's page on CSV injection and their other forms, also
 * after blanks.
 */
final class FormulaEscape {

  private static final String FORMULA =
      "(?=[\\s\\p{Z}\\p{Cf}\\p{Cc}]*[=+\\-@＝＋－＠﹦﹢﹣﹫−]|[\\t\\r\\n])";

  private static final Pattern CELL = Pattern.compile("\\A" + FORMULA);

  /** Where programs that split at other signs than commas would begin a cell. */
  private static final Pattern SPLIT = Pattern.compile("(?:\\A|(?<=[;\\t\\r\\n]))" + FORMULA);

  private FormulaEscape() {}

  /** For a cell that is one whatever happens. */
  static String cell(String text) {
    return CELL.matcher(text).replaceFirst("'");
  }

  /** For a cell in a file of separated values. */
  static String separated(String text) {
    return SPLIT.matcher(text).replaceAll("'");
  }
}
