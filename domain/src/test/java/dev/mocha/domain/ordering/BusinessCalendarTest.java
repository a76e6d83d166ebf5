package dev.mocha.domain.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessCalendarTest {

  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource({
    "Asia/Jakarta,        04:00, 2018-07-26, 2018-07-25T21:00:00Z, 2018-07-26T21:00:00Z",
    // 23 and 25 hours
    "Europe/Berlin,       00:00, 2018-03-25, 2018-03-24T23:00:00Z, 2018-03-25T22:00:00Z",
    "Europe/Berlin,       00:00, 2018-10-28, 2018-10-27T22:00:00Z, 2018-10-28T23:00:00Z",
    "America/New_York,    04:00, 2018-03-10, 2018-03-10T09:00:00Z, 2018-03-11T08:00:00Z",
    "America/New_York,    04:00, 2018-11-03, 2018-11-03T08:00:00Z, 2018-11-04T09:00:00Z",
    // no midnight, and the hour before it twice
    "America/Sao_Paulo,   00:00, 2018-11-04, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
    "America/Sao_Paulo,   00:00, 2018-11-03, 2018-11-03T03:00:00Z, 2018-11-04T03:00:00Z",
    "America/Sao_Paulo,   00:00, 2018-02-17, 2018-02-17T02:00:00Z, 2018-02-18T03:00:00Z",
    // half an hour
    "Australia/Lord_Howe, 00:00, 2018-10-07, 2018-10-06T13:30:00Z, 2018-10-07T13:00:00Z",
    "Australia/Lord_Howe, 00:00, 2018-04-01, 2018-03-31T13:00:00Z, 2018-04-01T13:30:00Z",
    "Australia/Lord_Howe, 02:10, 2018-10-07, 2018-10-06T15:30:00Z, 2018-10-07T15:10:00Z",
    // a cut-off that the clocks pass over
    "Europe/Berlin,       02:30, 2018-03-25, 2018-03-25T01:00:00Z, 2018-03-26T00:30:00Z",
    "Europe/Berlin,       02:30, 2018-03-24, 2018-03-24T01:30:00Z, 2018-03-25T01:00:00Z",
    "Europe/Berlin,       02:00, 2018-03-25, 2018-03-25T01:00:00Z, 2018-03-26T00:00:00Z",
    // a day that Samoa left out, and what was left of it after the cut-off
    "Pacific/Apia,        00:00, 2011-12-30, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z",
    "Pacific/Apia,        04:00, 2011-12-30, 2011-12-30T10:00:00Z, 2011-12-30T14:00:00Z"
  })
  void a_day_begins_and_ends_in_local_time(
      ZoneId zone, LocalTime cutoff, LocalDate date, Instant start, Instant end) {
    var calendar = new BusinessCalendar(zone, cutoff);

    assertThat(calendar.start(date)).isEqualTo(start);
    assertThat(calendar.end(date)).isEqualTo(end);
  }

  @Test
  void a_moment_before_the_cut_off_belongs_to_the_day_before() {
    var calendar = new BusinessCalendar(ZoneId.of("Asia/Jakarta"), LocalTime.of(4, 0));

    assertThat(calendar.dateOf(Instant.parse("2018-07-25T20:59:59.999999Z")))
        .isEqualTo("2018-07-25");
    assertThat(calendar.dateOf(Instant.parse("2018-07-25T21:00:00Z"))).isEqualTo("2018-07-26");
  }

  @Test
  void clocks_that_go_back_over_the_cut_off_return_to_the_previous_day() {
    var calendar = new BusinessCalendar(ZoneId.of("Europe/Berlin"), LocalTime.of(2, 30));
    LocalDate saturday = LocalDate.of(2018, 10, 27);
    Instant halfPastTwo = Instant.parse("2018-10-28T00:30:00Z");
    Instant again = halfPastTwo.plus(Duration.ofHours(1));

    assertThat(calendar.dateOf(halfPastTwo)).isEqualTo(saturday.plusDays(1));
    assertThat(calendar.dateOf(again.minusNanos(1))).isEqualTo(saturday);
    assertThat(calendar.dateOf(again)).isEqualTo(saturday.plusDays(1));
    assertThat(calendar.start(saturday.plusDays(1))).isEqualTo(halfPastTwo);
    assertThat(calendar.end(saturday)).isEqualTo(again);
  }

  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource({
    "Europe/Berlin,       02:00, 2018-10-27, 2018-10-28T00:00:00Z",
    "America/New_York,    01:00, 2018-11-03, 2018-11-04T05:00:00Z",
    "America/Havana,      00:00, 2018-11-03, 2018-11-04T04:00:00Z",
    "Atlantic/Azores,     00:00, 2018-10-27, 2018-10-28T00:00:00Z",
    "Australia/Lord_Howe, 01:30, 2018-03-31, 2018-03-31T14:30:00Z"
  })
  void clocks_that_go_back_to_the_cut_off_do_not_return_to_the_previous_day(
      ZoneId zone, LocalTime cutoff, LocalDate date, Instant end) {
    var calendar = new BusinessCalendar(zone, cutoff);

    assertThat(calendar.dateOf(end)).isEqualTo(date.plusDays(1));
    assertThat(calendar.start(date.plusDays(1))).isEqualTo(end);
    assertThat(calendar.end(date)).isEqualTo(end);
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "Asia/Jakarta,        2018-07-26T04:59:59Z, 2018-07-26T11:00+07:00",
    "Europe/Berlin,       2018-10-28T00:59:59Z, 2018-10-28T02:00+02:00",
    "Europe/Berlin,       2018-10-28T01:00:00Z, 2018-10-28T02:00+01:00",
    "Asia/Kathmandu,      2018-07-26T05:14:59Z, 2018-07-26T10:00+05:45",
    "Australia/Lord_Howe, 2018-03-31T14:59:59Z, 2018-04-01T01:00+11:00",
    "Australia/Lord_Howe, 2018-03-31T15:00:00Z, 2018-04-01T01:00+10:30",
    "Australia/Lord_Howe, 2018-10-06T15:30:00Z, 2018-10-07T02:00+11:00"
  })
  void an_hour_is_the_local_one_with_the_offset_in_force(ZoneId zone, Instant at, String hour) {
    assertThat(BusinessCalendar.hourOf(at, zone)).hasToString(hour);
  }
}
