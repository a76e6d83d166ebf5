package dev.mocha.http.ordering;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.process.Role;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.PlacedOrder;
import jakarta.validation.Validator;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The commands and the import of the main service; the JSON form of orders in every process. */
@Configuration(proxyBeanMethods = false)
public class OrderingConfiguration {

  @Bean
  Jackson2ObjectMapperBuilderCustomizer orderJson() {
    return builder ->
        builder
            .mixIn(OrderId.class, Identifier.class)
            .mixIn(MerchantId.class, Identifier.class)
            .mixIn(PlacedOrder.class, OrderForm.class);
  }

  @Bean
  @Profile(Role.ORDERS)
  MerchantController merchantController(
      Ordering ordering, Merchants merchants, Orders orders, Validator validator) {
    return new MerchantController(ordering, merchants, orders, validator);
  }

  @Bean
  @Profile(Role.ORDERS)
  OrderController orderController(Ordering ordering, Orders orders) {
    return new OrderController(ordering, orders);
  }

  @Bean
  @Profile(Role.ORDERS)
  ImportController importController(
      HistoryImport history, Ordering ordering, ObjectMapper json, Validator validator) {
    return new ImportController(history, ordering, json, validator);
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
