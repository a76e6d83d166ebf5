package dev.mocha.http.ordering;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The commands and the import of the main service; the JSON form of orders in every process. */
@Configuration(proxyBeanMethods = false)
@Import({MerchantController.class, OrderController.class, ImportController.class})
public class OrderingConfiguration {

  @Bean
  Jackson2ObjectMapperBuilderCustomizer orderJson() {
    return builder ->
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
