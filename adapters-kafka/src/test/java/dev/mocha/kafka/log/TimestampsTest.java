package dev.mocha.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @Test
  void timestamps_written_by_the_jdk_are_parsed() {
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
        "-0001-07-26T05:12:33Z",
        "0000-01-01T00:00:00Z",
        "2018-07-26T05:12:33.1-03:30",
        "2018-07-26T05:12:33+00:00",
        "2018-07-26T05:12:33-00:00",
        "2018-07-26T05:12:33+18:00",
        "2018-07-26T05:12:33.5z",
        "2018-07-26T05:12:33+07:00:30"
      })
  void every_form_has_the_value_that_the_jdk_gives(String text) {
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
        "2018-07-26t05:12:3xZ",
        "2018-07-26 05:12:33Z",
        "2016-12-31T23:59:60Z",
        "2018-07-26T24:00:00Z",
        "2018-07-26T05:12:33ZZ",
        "2018-07-26T05:12:33Z ",
        "2018-07-26T05:12:33+19:00"
      })
  void invalid_timestamps_are_rejected(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
