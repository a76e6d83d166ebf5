package dev.mocha.http.ordering;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.process.Role;
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
    return OrderJson::customize;
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
}
