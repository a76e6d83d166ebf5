package dev.mocha.http.reporting;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.application.reporting.RolledUpDay;
import java.io.IOException;
import java.time.OffsetDateTime;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;

/** The JSON of reports. */
final class ReportJson {

  private ReportJson() {}

  static void customize(Jackson2ObjectMapperBuilder builder) {
    builder
        .mixIn(OrderCursor.class, CursorMixIn.class)
        .mixIn(DailyReport.class, ReportMixIn.class)
        .mixIn(RolledUpDay.class, ReportMixIn.class)
        .mixIn(RolledUpDay.Outlet.class, ReportMixIn.class)
        .mixIn(DailyReport.Hour.class, HourMixIn.class);
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class ReportMixIn {
    @JsonProperty("final")
    abstract boolean isFinal();
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class HourMixIn {
    @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ssxxx")
    abstract OffsetDateTime hour();
  }

  @JsonSerialize(using = CursorMixIn.Opaque.class)
  private abstract static class CursorMixIn {
    static final class Opaque extends JsonSerializer<OrderCursor> {
      @Override
      public void serialize(OrderCursor cursor, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        json.writeString(Cursors.encode(cursor));
      }
    }
  }
}
