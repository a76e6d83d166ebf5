package dev.mocha.http.reporting.files;

import dev.mocha.application.reporting.DailyReport;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** A sheet that is written row by row, with typed cells. Full rows are written out. */
final class Sheet {

  private static final int HELD_ROWS = 100;
  private static final String COUNT = "#,##0";
  private static final String TIME = "yyyy-mm-dd hh:mm:ss";
  private static final String DATE = "yyyy-mm-dd";

  /** The years that spreadsheets support. */
  private static final int FIRST_YEAR = 1900;

  private static final int LAST_YEAR = 9999;

  private final Worksheet sheet;
  private final FileFormats formats;
  private final ZoneId zone;
  private int row;
  private int column;

  Sheet(Worksheet sheet, DailyReport report) {
    this.sheet = sheet;
    this.formats = new FileFormats(report);
    this.zone = report.timeZone();
  }

  FileFormats formats() {
    return formats;
  }

  /** Ends the row. */
  void next() throws IOException {
    row++;
    column = 0;
    if (row % HELD_ROWS == 0) {
      sheet.flush();
    }
  }

  /** A whole row of headings. */
  void headings(String... texts) throws IOException {
    for (String text : texts) {
      sheet.style(row, column).bold().set();
      text(text);
    }
    next();
  }

  /** Never a formula. */
  Sheet text(@Nullable String text) {
    if (text != null) {
      sheet.inlineString(row, column, FormulaEscape.cell(text));
    }
    column++;
    return this;
  }

  Sheet flag(boolean flag) {
    sheet.value(row, column++, flag);
    return this;
  }

  Sheet count(long count) {
    sheet.style(row, column).format(COUNT).set();
    sheet.value(row, column++, count);
    return this;
  }

  /** In the major unit, from the minor one. */
  Sheet money(long minorUnits) {
    sheet.style(row, column).format(formats.pattern()).set();
    sheet.value(row, column++, formats.major(minorUnits));
    return this;
  }

  /** In the merchant's time zone. */
  Sheet time(@Nullable Instant instant) {
    return instant == null ? text(null) : time(LocalDateTime.ofInstant(instant, zone));
  }

  Sheet time(LocalDateTime time) {
    if (!isKnown(time.toLocalDate())) {
      return text(time.toString());
    }
    sheet.style(row, column).format(TIME).set();
    sheet.value(row, column++, time);
    return this;
  }

  Sheet date(LocalDate date) {
    if (!isKnown(date)) {
      return text(date.toString());
    }
    sheet.style(row, column).format(DATE).set();
    sheet.value(row, column++, date);
    return this;
  }

  private static boolean isKnown(LocalDate date) {
    return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
  }
}
