package dev.mocha.http.ordering;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;

/** The JSON form of orders and ids. */
final class OrderJson {

  private OrderJson() {}

  static void customize(Jackson2ObjectMapperBuilder builder) {
    builder
        .mixIn(OrderId.class, Identifier.class)
        .mixIn(MerchantId.class, Identifier.class)
        .mixIn(PlacedOrder.class, OrderForm.class);
  }

  @SuppressWarnings("unused") // read by Jackson
  private abstract static class Identifier {
    @JsonValue
    abstract String value();
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
}
