package dev.mocha.domain.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Any zone of this Java, any cut-off to the minute, and moments that keep near to where clocks
 * change.
 */
class BusinessCalendarPropertyTest {

  private static final Instant FROM = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");
  private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

  /** A merchant's calendar, and a moment to ask about. */
  record Question(BusinessCalendar calendar, Instant moment) {}

  @Property
  void a_moment_lies_within_its_business_day(@ForAll("questions") Question it) {
    LocalDate date = it.calendar().dateOf(it.moment());

    assertThat(it.calendar().start(date)).isBeforeOrEqualTo(it.moment());
    assertThat(it.calendar().end(date)).isAfter(it.moment());
  }

  @Property
  void a_date_is_the_local_time_less_the_cut_off(@ForAll("questions") Question it) {
    var local = it.moment().atZone(it.calendar().zone());
    boolean beforeCutoff = local.toLocalTime().isBefore(it.calendar().dayCutoff());

    assertThat(it.calendar().dateOf(it.moment()))
        .isEqualTo(beforeCutoff ? local.toLocalDate().minusDays(1) : local.toLocalDate());
  }

  @Property
  void a_day_begins_with_its_own_first_moment(@ForAll("questions") Question it) {
    LocalDate date = it.calendar().dateOf(it.moment());
    Instant start = it.calendar().start(date);

    assertThat(it.calendar().dateOf(start)).isEqualTo(date);
    assertThat(it.calendar().dateOf(start.minusNanos(1))).isBefore(date);
  }

  @Property
  void a_day_ends_right_after_its_own_last_moment(@ForAll("questions") Question it) {
    LocalDate date = it.calendar().dateOf(it.moment());
    Instant end = it.calendar().end(date);

    assertThat(it.calendar().dateOf(end.minusNanos(1))).isEqualTo(date);
    assertThat(it.calendar().dateOf(end)).isAfter(date);
  }

  @Property
  void no_day_begins_after_the_one_before_it_has_ended(@ForAll("questions") Question it) {
    LocalDate date = it.calendar().dateOf(it.moment());

    assertThat(it.calendar().start(date)).isBeforeOrEqualTo(it.calendar().end(date.minusDays(1)));
  }

  @Property
  void an_hour_holds_its_moments(@ForAll("questions") Question it) {
    var hour = BusinessCalendar.hourOf(it.moment(), it.calendar().zone());

    assertThat(Duration.between(hour.toInstant(), it.moment()))
        .isBetween(Duration.ZERO, Duration.ofHours(1).minusNanos(1));
    assertThat(hour.getOffset()).isEqualTo(it.calendar().zone().getRules().getOffset(it.moment()));
  }

  @Provide
  static Arbitrary<Question> questions() {
    return Combinators.combine(
            Arbitraries.of(ZONES).map(ZoneId::of),
            Arbitraries.longs().between(FROM.getEpochSecond(), TO.getEpochSecond()))
        .as((zone, seconds) -> new Moment(zone, Instant.ofEpochSecond(seconds)))
        .flatMap(BusinessCalendarPropertyTest::near);
  }

  /** A moment in a zone. */
  private record Moment(ZoneId zone, Instant at) {}

  /** Questions about the time around the latest change of the clocks, if there was one. */
  private static Arbitrary<Question> near(Moment it) {
    Arbitrary<LocalTime> minutes =
        Arbitraries.integers().between(0, 24 * 60 - 1).map(m -> LocalTime.ofSecondOfDay(m * 60L));
    Arbitrary<Long> offset = Arbitraries.longs().between(-30 * 3_600, 30 * 3_600);
    var change = it.zone().getRules().previousTransition(it.at());
    if (change == null || change.getInstant().isBefore(FROM)) {
      return minutes.map(m -> new Question(new BusinessCalendar(it.zone(), m), it.at()));
    }
    Arbitrary<LocalTime> atTheChange =
        Arbitraries.of(
            change.getDateTimeBefore().toLocalTime(), change.getDateTimeAfter().toLocalTime());
    return Combinators.combine(Arbitraries.oneOf(minutes, atTheChange), offset)
        .as(
            (cutoff, seconds) ->
                new Question(
                    new BusinessCalendar(it.zone(), cutoff),
                    change.getInstant().plusSeconds(seconds)));
  }
}
