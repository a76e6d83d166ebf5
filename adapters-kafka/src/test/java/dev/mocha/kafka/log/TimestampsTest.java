package dev.mocha.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @Test
  void what_the_jdk_writes_is_read_back() {
    var random = new Random(7);
    for (int sample = 0; sample < 10_000; sample++) {
      Instant moment =
          Instant.ofEpochSecond(
              random.nextLong(253_402_300_800L),
              random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
      assertThat(Timestamps.parse(moment.toString())).isEqualTo(moment);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2018-07-26T05:12:33.5Z",
        "2018-07-26T05:12:33.123456789Z",
        "2018-07-26T12:12:33+07:00",
        "2018-07-26T05:12Z",
        "2016-02-29T23:59:59Z",
        "-0001-07-26T05:12:33Z"
      })
  void other_iso_forms_mean_what_the_jdk_says(String text) {
    assertThat(Timestamps.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2018-07-26",
        "2018-07-26T05:12:33",
        "2018-13-26T05:12:33Z",
        "2018-02-30T05:12:33Z",
        "2018-07-26T25:12:33Z",
        "2018-07-26T05:12:33.1234567890Z",
        "2018-07-26T05:12:33,5Z",
        "2018-07-26t05:12:3xZ"
      })
  void what_is_no_moment_is_refused(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2018-07-26", "2020-02-29", "0001-01-01", "9999-12-31", "+12345-01-01"})
  void a_day_is_what_the_jdk_takes_it_for(String text) {
    assertThat(Timestamps.parseDay(text)).isEqualTo(LocalDate.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2018-7-26", "2018-13-01", "2019-02-29", "2018/07/26", "2O18-07-26"})
  void what_is_no_day_is_refused(String text) {
    assertThatThrownBy(() -> Timestamps.parseDay(text)).isInstanceOf(DateTimeException.class);
  }
}
