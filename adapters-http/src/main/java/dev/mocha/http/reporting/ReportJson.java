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

/** How reports look in JSON. */
final class ReportJson {

  private ReportJson() {}

  static void customize(Jackson2ObjectMapperBuilder builder) {
    builder
        .mixIn(OrderCursor.class, CursorForm.class)
        .mixIn(DailyReport.class, ReportForm.class)
        .mixIn(RolledUpDay.class, ReportForm.class)
        .mixIn(RolledUpDay.Outlet.class, ReportForm.class)
        .mixIn(DailyReport.Hour.class, HourForm.class);
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class ReportForm {
    @JsonProperty("final")
    abstract boolean isFinal();
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class HourForm {
    @JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ssxxx")
    abstract OffsetDateTime hour();
  }

  @JsonSerialize(using = CursorForm.Opaque.class)
  private abstract static class CursorForm {
    static final class Opaque extends JsonSerializer<OrderCursor> {
      @Override
      public void serialize(OrderCursor cursor, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        json.writeString(Cursors.encode(cursor));
      }
    }
  }
}
