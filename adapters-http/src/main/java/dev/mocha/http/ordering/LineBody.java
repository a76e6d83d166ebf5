package dev.mocha.http.ordering;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.http.web.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** A line of an order in a request. */
@JsonIgnoreProperties(ignoreUnknown = true)
record LineBody(
    @NotNull @PlainText(max = 64) String sku,
    @NotNull @PlainText(max = 200) String name,
    @NotNull @Min(1) @Max(OrderLine.MAX_QUANTITY) Integer quantity,
    @NotNull @Min(0) @Max(OrderLine.MAX_UNIT_PRICE) Long unitPrice,
    @PlainText(max = 500) @Nullable String note) {

  OrderLine toLine() {
    return new OrderLine(sku, name, quantity, unitPrice, note);
  }
}
