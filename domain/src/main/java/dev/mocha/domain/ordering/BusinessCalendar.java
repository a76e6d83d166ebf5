package dev.mocha.domain.ordering;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/**
 * Assigns moments to business days. A business day begins at the cut-off in the merchant's local
 * time: with a cut-off of 04:00, 03:59 belongs to the previous day.
 */
public record BusinessCalendar(ZoneId zone, LocalTime dayCutoff) {

  /** The local date of the moment after the cut-off is subtracted from the local time. */
  public LocalDate dateOf(Instant moment) {
    return LocalDateTime.ofInstant(moment, zone)
        .minus(Duration.between(LocalTime.MIDNIGHT, dayCutoff))
        .toLocalDate();
  }

  public Instant start(LocalDate date) {
    LocalDateTime cutoff = date.atTime(dayCutoff);
    ZoneOffsetTransition transition = zone.getRules().getTransition(cutoff);
    if (transition == null) {
      return cutoff.toInstant(zone.getRules().getOffset(cutoff));
    }
    return transition.isGap()
        ? transition.getInstant()
        : cutoff.toInstant(transition.getOffsetBefore());
  }

  /**
   * The first moment after a business day. When clocks go back over the cut-off, it is the later of
   * the two candidates, so that no order of the day can follow it.
   */
  public Instant end(LocalDate date) {
    LocalDateTime cutoff = date.plusDays(1).atTime(dayCutoff);
    ZoneOffsetTransition transition = zone.getRules().getTransition(cutoff);
    return transition != null
            && transition.isOverlap()
            && cutoff.isAfter(transition.getDateTimeAfter())
        ? cutoff.toInstant(transition.getOffsetAfter())
        : start(date.plusDays(1));
  }

  /** The local hour of a moment, with the offset in force at that moment. */
  public static OffsetDateTime hourOf(Instant moment, ZoneId zone) {
    return moment.atZone(zone).toOffsetDateTime().truncatedTo(ChronoUnit.HOURS);
  }
}
