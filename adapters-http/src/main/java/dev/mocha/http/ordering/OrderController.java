package dev.mocha.http.ordering;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.process.Role;
import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Decision.Refused;
import dev.mocha.domain.ordering.Identifiers;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.Money;
import dev.mocha.domain.ordering.OrderCommand;
import dev.mocha.domain.ordering.OrderCommand.AcceptOrder;
import dev.mocha.domain.ordering.OrderCommand.CancelOrder;
import dev.mocha.domain.ordering.OrderCommand.DeliverOrder;
import dev.mocha.domain.ordering.OrderCommand.MarkOrderReady;
import dev.mocha.domain.ordering.OrderCommand.PickUpOrder;
import dev.mocha.domain.ordering.OrderCommand.RefundOrder;
import dev.mocha.domain.ordering.OrderCommand.RejectOrder;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderNumber;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.Placement;
import dev.mocha.domain.ordering.Refusal;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import dev.mocha.http.web.Problems;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Places orders and performs their steps. */
@RestController
@RequestMapping(Paths.ORDERS)
@Tag(name = "Orders")
@Profile(Role.ORDERS)
final class OrderController {

  private final Ordering ordering;
  private final Orders orders;

  OrderController(Ordering ordering, Orders orders) {
    this.ordering = ordering;
    this.orders = orders;
  }

  /** An order to place. Absent amounts are 0. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PlaceRequest(
      @Pattern(regexp = Identifiers.FORM) @Nullable String orderId,
      @NotNull @Pattern(regexp = Identifiers.FORM) String merchantId,
      @NotNull @PlainText(max = 64) String customerId,
      @NotNull @PlainText(max = 32) String paymentMethod,
      @NotEmpty @Size(max = Placement.MAX_LINES) List<@Valid @NotNull LineBody> lines,
      @Min(0) @Max(Money.MAX) @Nullable Long discount,
      @Min(0) @Max(Money.MAX) @Nullable Long deliveryFee,
      @Min(0) @Max(Money.MAX) @Nullable Long tax,
      @PlainText(max = 500) @Nullable String note) {

    Placement toPlacement(@Nullable String idempotencyKey) {
      var id = new OrderId(orderId == null ? newId(idempotencyKey) : orderId);
      return new Placement(
          id,
          new MerchantId(merchantId),
          OrderNumber.of(id),
          customerId,
          paymentMethod,
          lines.stream().map(LineBody::toLine).toList(),
          discount == null ? 0 : discount,
          deliveryFee == null ? 0 : deliveryFee,
          tax == null ? 0 : tax,
          note);
    }

    /** The same key of the same merchant yields the same id. */
    private String newId(@Nullable String idempotencyKey) {
      UUID id =
          idempotencyKey == null
              ? UUID.randomUUID()
              : UUID.nameUUIDFromBytes(
                  (merchantId + ' ' + idempotencyKey).getBytes(StandardCharsets.UTF_8));
      return id.toString();
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record RejectRequest(@PlainText(max = 100) @Nullable String reason) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record CancelRequest(
      @PlainText(max = 64) @Nullable String by, @PlainText(max = 100) @Nullable String reason) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record RefundRequest(
      @NotNull @Min(1) @Max(Money.MAX) Long amount,
      @PlainText(max = 100) @Nullable String reason) {}

  @PostMapping
  @Operation(
      summary = "Place an order",
      description =
          "An orderId or an Idempotency-Key makes the request idempotent: a repeated request gets"
              + " the same response.")
  public ResponseEntity<OrderBody> place(
      @RequestHeader(name = "Idempotency-Key", required = false) @PlainText(max = 255)
          @Nullable String idempotencyKey,
      @RequestBody @Valid PlaceRequest request) {
    Placement placement = request.toPlacement(idempotencyKey);
    return switch (ordering.place(placement)) {
      case Refused(var refusal) -> throw new Problems.Refused(refusal, HttpStatus.CONFLICT);
      case Accepted<OrderEvent>(var events) ->
          ResponseEntity.created(URI.create(Paths.ORDERS + "/" + placement.orderId()))
              .body(placed(placement.orderId(), events));
    };
  }

  /** A repeated request changes nothing. The order may have changed since the first one. */
  private OrderBody placed(OrderId orderId, List<OrderEvent> events) {
    return !events.isEmpty() && events.getFirst() instanceof OrderPlaced now
        ? OrderBody.of(PlacedOrder.of(now))
        : body(orderId);
  }

  @GetMapping("/{orderId}")
  @Operation(summary = "Get an order")
  public OrderBody order(@PathVariable String orderId) {
    return body(idOf(orderId));
  }

  @PostMapping("/{orderId}/accept")
  @Operation(summary = "Accept an order, as the merchant")
  public OrderBody accept(@PathVariable String orderId) {
    return perform(orderId, AcceptOrder::new);
  }

  @PostMapping("/{orderId}/reject")
  @Operation(summary = "Reject an order, as the merchant")
  public OrderBody reject(
      @PathVariable String orderId,
      @RequestBody(required = false) @Valid @Nullable RejectRequest request) {
    return perform(orderId, id -> new RejectOrder(id, request == null ? null : request.reason()));
  }

  @PostMapping("/{orderId}/ready")
  @Operation(summary = "Mark an order as ready for pick-up")
  public OrderBody ready(@PathVariable String orderId) {
    return perform(orderId, MarkOrderReady::new);
  }

  @PostMapping("/{orderId}/pick-up")
  @Operation(summary = "Record the pick-up by the driver")
  public OrderBody pickUp(@PathVariable String orderId) {
    return perform(orderId, PickUpOrder::new);
  }

  @PostMapping("/{orderId}/deliver")
  @Operation(summary = "Record the delivery to the customer")
  public OrderBody deliver(@PathVariable String orderId) {
    return perform(orderId, DeliverOrder::new);
  }

  @PostMapping("/{orderId}/cancel")
  @Operation(summary = "Cancel an order")
  public OrderBody cancel(
      @PathVariable String orderId,
      @RequestBody(required = false) @Valid @Nullable CancelRequest request) {
    return perform(
        orderId,
        id ->
            request == null
                ? new CancelOrder(id, null, null)
                : new CancelOrder(id, request.by(), request.reason()));
  }

  @PostMapping("/{orderId}/refund")
  @Operation(summary = "Refund a part of a delivered order")
  public OrderBody refund(@PathVariable String orderId, @RequestBody @Valid RefundRequest request) {
    return perform(orderId, id -> new RefundOrder(id, request.amount(), request.reason()));
  }

  private OrderBody perform(String orderId, Function<OrderId, OrderCommand> command) {
    OrderId id = idOf(orderId);
    return switch (ordering.perform(command.apply(id))) {
      case Refused(var refusal) ->
          throw new Problems.Refused(
              refusal,
              refusal == Refusal.UNKNOWN_ORDER ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT);
      case Accepted<?> _ -> body(id);
    };
  }

  private OrderBody body(OrderId orderId) {
    return orders.find(orderId).map(OrderBody::of).orElseThrow(OrderController::unknown);
  }

  private static OrderId idOf(String text) {
    try {
      return new OrderId(text);
    } catch (IllegalArgumentException malformed) {
      throw unknown();
    }
  }

  private static NotFound unknown() {
    return new NotFound("There is no such order.");
  }
}
