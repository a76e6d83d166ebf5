package dev.mocha.http;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.mocha.application.reporting.DailyReport;
import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.application.reporting.RolledUpDay;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.http.ordering.OrderBody;
import dev.mocha.http.reporting.Cursors;
import java.io.IOException;
import java.time.OffsetDateTime;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;

/**
 * How the application's types look in JSON. What operators order is taken to the letter: a field
 * that is not known is an error. Programs that place orders may say more than is known here.
 */
final class JsonForms {

  private JsonForms() {}

  static void customize(Jackson2ObjectMapperBuilder builder) {
    builder
        .mixIn(OrderId.class, Identifier.class)
        .mixIn(MerchantId.class, Identifier.class)
        .mixIn(PlacedOrder.class, OrderForm.class)
        .mixIn(OrderCursor.class, CursorForm.class)
        .mixIn(DailyReport.class, ReportForm.class)
        .mixIn(RolledUpDay.class, ReportForm.class)
        .mixIn(RolledUpDay.Outlet.class, ReportForm.class)
        .mixIn(DailyReport.Hour.class, HourForm.class)
        .featuresToDisable(
            DeserializationFeature.ACCEPT_FLOAT_AS_INT, MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .featuresToEnable(
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class Identifier {
    @JsonValue
    abstract String value();
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

  @JsonSerialize(converter = OrderForm.ToBody.class)
  private abstract static class OrderForm {
    static final class ToBody extends StdConverter<PlacedOrder, OrderBody> {
      @Override
      public OrderBody convert(PlacedOrder order) {
        return OrderBody.of(order);
      }
    }
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
