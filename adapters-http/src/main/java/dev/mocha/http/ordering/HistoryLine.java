package dev.mocha.http.ordering;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
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
import dev.mocha.domain.ordering.OrderHistory;
import dev.mocha.domain.ordering.OrderHistory.Step;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderNumber;
import dev.mocha.domain.ordering.Placement;
import dev.mocha.http.web.PlainText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order in a line of an import. Absent steps did not happen. */
@JsonIgnoreProperties(ignoreUnknown = true)
record HistoryLine(
    @NotNull @Pattern(regexp = Identifiers.FORM) String orderId,
    @PlainText(max = 32) @Nullable String orderNumber,
    @NotNull @Pattern(regexp = Identifiers.FORM) String merchantId,
    @NotNull @PlainText(max = 64) String customerId,
    @NotNull @PlainText(max = 32) String paymentMethod,
    @NotNull Instant placedAt,
    @NotEmpty @Size(max = Placement.MAX_LINES) List<@Valid @NotNull LineBody> lines,
    @Min(0) @Max(Money.MAX) @Nullable Long discount,
    @Min(0) @Max(Money.MAX) @Nullable Long deliveryFee,
    @Min(0) @Max(Money.MAX) @Nullable Long tax,
    @PlainText(max = 500) @Nullable String note,
    @Nullable Instant acceptedAt,
    @Nullable Instant readyAt,
    @Nullable Instant pickedUpAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant rejectedAt,
    @Nullable Instant cancelledAt,
    @PlainText(max = 64) @Nullable String cancelledBy,
    @PlainText(max = 100) @Nullable String reason,
    @Size(max = 100) @Nullable List<@Valid @NotNull Refund> refunds) {

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Refund(
      @NotNull Instant at,
      @NotNull @Min(1) @Max(Money.MAX) Long amount,
      @PlainText(max = 100) @Nullable String reason) {}

  OrderHistory toHistory() {
    var id = new OrderId(orderId);
    var steps = new ArrayList<Step>();
    add(steps, "acceptedAt", acceptedAt, new AcceptOrder(id));
    add(steps, "readyAt", readyAt, new MarkOrderReady(id));
    add(steps, "pickedUpAt", pickedUpAt, new PickUpOrder(id));
    add(steps, "deliveredAt", deliveredAt, new DeliverOrder(id));
    add(steps, "rejectedAt", rejectedAt, new RejectOrder(id, reason));
    add(steps, "cancelledAt", cancelledAt, new CancelOrder(id, cancelledBy, reason));
    steps.addAll(refundsOf(id));
    return new OrderHistory(
        new Placement(
            id,
            new MerchantId(merchantId),
            orderNumber == null ? OrderNumber.of(id) : orderNumber,
            customerId,
            paymentMethod,
            lines.stream().map(LineBody::toLine).toList(),
            discount == null ? 0 : discount,
            deliveryFee == null ? 0 : deliveryFee,
            tax == null ? 0 : tax,
            note),
        placedAt.truncatedTo(ChronoUnit.MICROS),
        steps);
  }

  private static void add(
      List<Step> steps, String field, @Nullable Instant at, OrderCommand command) {
    if (at != null) {
      steps.add(new Step(field, command, at.truncatedTo(ChronoUnit.MICROS)));
    }
  }

  private List<Step> refundsOf(OrderId id) {
    var steps = new ArrayList<Step>();
    for (Refund refund : refunds == null ? List.<Refund>of() : refunds) {
      add(
          steps,
          "refunds[" + steps.size() + "]",
          refund.at(),
          new RefundOrder(id, refund.amount(), refund.reason()));
    }
    steps.sort(Comparator.comparing(Step::at));
    return steps;
  }
}
