package dev.mocha.http.reporting.page;

import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.domain.ordering.BusinessCalendar;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Sales by hour as columns, one for each hour of the business day, so that all days have the same
 * layout. Lengths are in units of the drawing.
 */
public record HourChart(int width, List<Column> columns) {

  private static final int HEIGHT = 120;
  private static final int PITCH = 24;
  private static final int BAR = 18;

  /** An hour and its column. */
  public record Column(Hour hour, int x, int y, int height) {

    public int width() {
      return BAR;
    }
  }

  public int height() {
    return HEIGHT;
  }

  static HourChart of(DailyReport report) {
    List<Hour> hours = hours(report);
    long most = hours.stream().mapToLong(Hour::grossSales).max().orElse(0);
    var columns = new ArrayList<Column>();
    for (Hour hour : hours) {
      int height = most == 0 ? 0 : (int) Math.ceil((double) hour.grossSales() * HEIGHT / most);
      columns.add(new Column(hour, columns.size() * PITCH, HEIGHT - height, height));
    }
    return new HourChart(columns.size() * PITCH, columns);
  }

  /** Every hour of the day, also those without orders. */
  private static List<Hour> hours(DailyReport report) {
    var hours = new TreeMap<OffsetDateTime, Hour>();
    Instant at = report.dayStart();
    while (at.isBefore(report.dayEnd())) {
      OffsetDateTime hour = BusinessCalendar.hourOf(at, report.timeZone());
      hours.put(hour, new Hour(hour, 0, 0));
      at = at.plus(1, ChronoUnit.HOURS);
    }
    report.byHour().forEach(it -> hours.put(it.hour(), it));
    return List.copyOf(hours.values());
  }
}
