package dev.mocha.http.ordering;

import dev.mocha.application.ordering.Merchants;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.ordering.Orders;
import dev.mocha.application.process.Role;
import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Decision.Refused;
import dev.mocha.domain.ordering.MerchantCommand;
import dev.mocha.domain.ordering.MerchantCommand.ChangeMerchant;
import dev.mocha.domain.ordering.MerchantCommand.RegisterMerchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.Refusal;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems;
import dev.mocha.http.web.Problems.Invalid;
import dev.mocha.http.web.Problems.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Registers and changes merchants, and lists their latest orders. */
@RestController
@RequestMapping(Paths.MERCHANTS)
@Tag(name = "Merchants")
@Profile(Role.ORDERS)
final class MerchantController {

  private static final int MAX_ORDERS = 1_000;

  private final Ordering ordering;
  private final Merchants merchants;
  private final Orders orders;
  private final Validator validator;

  MerchantController(Ordering ordering, Merchants merchants, Orders orders, Validator validator) {
    this.ordering = ordering;
    this.merchants = merchants;
    this.orders = orders;
    this.validator = validator;
  }

  record OrderList(List<OrderBody> items) {}

  @PostMapping
  @Operation(
      summary = "Register a merchant",
      description = "201 for a new merchant, 200 if the same merchant is already registered.")
  public ResponseEntity<MerchantBody> register(@RequestBody @Valid MerchantBody request) {
    boolean isNew = perform(new RegisterMerchant(request.id(), request.toTerms()));
    return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
        .location(URI.create(Paths.MERCHANTS + "/" + request.merchantId()))
        .body(request);
  }

  @PutMapping("/{merchantId}")
  @Operation(
      summary = "Change a merchant's terms",
      description = "The change holds for orders that are placed from now on.")
  public MerchantBody change(@PathVariable String merchantId, @RequestBody MerchantBody request) {
    MerchantId id = idOf(merchantId);
    MerchantBody named = request.merchantId() == null ? request.named(merchantId) : request;
    if (!merchantId.equals(named.merchantId())) {
      throw new Invalid("merchantId", "must be the one of the address, or absent");
    }
    Set<ConstraintViolation<MerchantBody>> violations = validator.validate(named);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    perform(new ChangeMerchant(id, named.toTerms()));
    return named;
  }

  @GetMapping("/{merchantId}")
  @Operation(summary = "Get a merchant")
  public MerchantBody merchant(@PathVariable String merchantId) {
    MerchantId id = idOf(merchantId);
    return merchants
        .find(id)
        .map(it -> MerchantBody.of(id, it.terms()))
        .orElseThrow(NotFound::merchant);
  }

  @GetMapping("/{merchantId}/orders")
  @Operation(summary = "List the latest orders of a merchant, newest first")
  public OrderList latestOrders(
      @PathVariable String merchantId,
      @RequestParam(required = false) @Nullable Set<OrderStatus> status,
      @RequestParam(defaultValue = "100") @Min(1) @Max(MAX_ORDERS) int limit) {
    MerchantId id = idOf(merchantId);
    if (merchants.find(id).isEmpty()) {
      throw NotFound.merchant();
    }
    return new OrderList(
        orders.ofMerchant(id, status == null ? Set.of() : status, limit).stream()
            .map(OrderBody::of)
            .toList());
  }

  private boolean perform(MerchantCommand command) {
    return switch (ordering.perform(command)) {
      case Refused(var refusal) ->
          throw new Problems.Refused(
              refusal,
              refusal == Refusal.UNKNOWN_MERCHANT ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT);
      case Accepted<?>(var events) -> !events.isEmpty();
    };
  }

  private static MerchantId idOf(String text) {
    try {
      return new MerchantId(text);
    } catch (IllegalArgumentException malformed) {
      throw NotFound.merchant();
    }
  }
}
