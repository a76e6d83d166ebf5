package dev.mocha.http.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.http.HttpTest;
import dev.mocha.http.LogInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@HttpTest
class WatermarkControllerTest {

  private final MockMvcTester http;
  private final LogInMemory log;

  WatermarkControllerTest(MockMvcTester http, LogInMemory log) {
    this.http = http;
    this.log = log;
  }

  private MvcTestResult post(String topic, String body) {
    return http.post()
        .uri("/api/v1/log/" + topic + "/watermarks")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  @Test
  void a_watermark_is_appended() {
    assertThat(post("open", "{\"source\":\"/shop\",\"completeTo\":\"2018-07-26T05:12:33.5Z\"}"))
        .hasStatus(204);
    assertThat(log.watermarks()).containsOnlyOnce("open /shop 2018-07-26T05:12:33.500Z");
  }

  @ParameterizedTest
  @CsvSource({"open, /refused, 409", "open, /timed-out, 503", "unknown, /shop, 404"})
  void a_watermark_that_is_not_appended_has_its_own_status(
      String topic, String source, int status) {
    assertThat(
            post(
                topic,
                "{\"source\":\"%s\",\"completeTo\":\"2018-07-26T05:12:33Z\"}".formatted(source)))
        .hasStatus(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"source\":\"/shop\"}",
        "{\"source\":\"/a shop\",\"completeTo\":\"2018-07-26T05:12:33Z\"}",
        "{\"source\":\"/shop\",\"completeTo\":\"yesterday\"}",
        "{\"source\":\"/shop\",\"completeTo\":\"-5000-01-01T00:00:00Z\"}",
        "{\"source\":\"/shop\",\"completeTo\":\"2018-07-26T05:14:00Z\"}"
      })
  void a_malformed_watermark_is_rejected(String body) {
    assertThat(post("open", body)).hasStatus(400);
  }
}
