package dev.mocha.http.reporting.files;

import java.util.regex.Pattern;

/**
 * Puts an apostrophe before text that a spreadsheet would take for a formula: the characters of
 * OWASP's page on CSV injection and their other forms, also after blanks.
 */
final class FormulaEscape {

  private static final String FORMULA =
      "(?=[\\s\\p{Z}\\p{Cf}\\p{Cc}]*[=+\\-@＝＋－＠﹦﹢﹣﹫−]|[\\t\\r\\n])";

  private static final Pattern CELL = Pattern.compile("\\A" + FORMULA);

  /** Cells begin here in programs that split at other characters than commas. */
  private static final Pattern SPLIT = Pattern.compile("(?:\\A|(?<=[;\\t\\r\\n]))" + FORMULA);

  private FormulaEscape() {}

  /** For a cell of a workbook. */
  static String cell(String text) {
    return CELL.matcher(text).replaceFirst("'");
  }

  /** For a field of a text file with separated values. */
  static String separated(String text) {
    return SPLIT.matcher(text).replaceAll("'");
  }
}
