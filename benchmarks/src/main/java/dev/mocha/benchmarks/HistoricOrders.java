package dev.mocha.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.app.demo.SimulatedDay;
import dev.mocha.application.reporting.ReportRows.OrderRow;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.MerchantTerms;
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
import dev.mocha.domain.ordering.OrderHistory;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Contradiction;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Extended;
import dev.mocha.domain.ordering.OrderHistory.Step;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.PlacedOrder;
import dev.mocha.domain.ordering.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Past orders of the simulated day, decided and folded as by an import, for tables that are filled
 * without events.
 */
final class HistoricOrders {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate DAY = LocalDate.EPOCH;
  private static final int SAMPLES = 5_000;
  private static final int CUSTOMERS = 50_000;

  /**
   * @param hour of placing, from the beginning of the business day
   */
  private record Sample(Duration hour, JsonNode order, List<OrderLine> lines, List<Later> steps) {}

  /**
   * @param after the time of placing
   */
  private record Later(String field, Duration after, CommandOf command) {}

  private interface CommandOf {
    OrderCommand of(OrderId orderId);
  }

  private final List<Sample> samples = new ArrayList<>();

  HistoricOrders() {
    new SimulatedDay(DAY, 1, 1, SAMPLES).orders(line -> samples.add(sample(line)));
  }

  /** An order of a merchant on a business date, at a random time that orders are placed at. */
  OrderRow order(
      OrderId orderId, MerchantId merchantId, MerchantTerms terms, LocalDate date, Random random) {
    Sample sample = samples.get(random.nextInt(SAMPLES));
    JsonNode order = sample.order();
    Instant placedAt =
        terms
            .calendar()
            .start(date)
            .plus(sample.hour())
            .plusMillis(random.nextInt((int) Duration.ofHours(1).toMillis()));
    var placement =
        new Placement(
            orderId,
            merchantId,
            "F-%04d".formatted(random.nextInt(10_000)),
            "c-%05d".formatted(random.nextInt(CUSTOMERS)),
            order.get("paymentMethod").textValue(),
            sample.lines(),
            order.get("discount").longValue(),
            order.get("deliveryFee").longValue(),
            order.get("tax").longValue(),
            order.get("note").textValue());
    List<Step> steps =
        sample.steps().stream()
            .map(it -> new Step(it.field(), it.command().of(orderId), placedAt.plus(it.after())))
            .toList();
    return switch (new OrderHistory(placement, placedAt, steps).extend(List.of(), terms)) {
      case Extended(var events) -> fold(events);
      case Contradiction it -> throw new IllegalStateException(it.toString());
    };
  }

  private static OrderRow fold(List<OrderEvent> events) {
    PlacedOrder order = PlacedOrder.of((OrderPlaced) events.getFirst());
    for (OrderEvent event : events.subList(1, events.size())) {
      order = order.after(event);
    }
    return new OrderRow(order, events.size() - 1);
  }

  private static Sample sample(String line) {
    try {
      JsonNode order = JSON.readTree(line);
      Instant placedAt = Instant.parse(order.get("placedAt").textValue());
      // The merchant of the samples is in the zone of Jakarta; its day begins at 04:00.
      Instant start = Instant.parse(DAY.minusDays(1) + "T21:00:00Z");
      return new Sample(
          Duration.between(start, placedAt).truncatedTo(ChronoUnit.HOURS),
          order,
          lines(order.get("lines")),
          steps(order, placedAt));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<OrderLine> lines(JsonNode lines) {
    return lines
        .valueStream()
        .map(
            it ->
                new OrderLine(
                    it.get("sku").textValue(),
                    it.get("name").textValue(),
                    it.get("quantity").intValue(),
                    it.get("unitPrice").longValue(),
                    it.get("note").textValue()))
        .toList();
  }

  private static List<Later> steps(JsonNode order, Instant placedAt) {
    var steps = new ArrayList<Later>();
    String reason = order.path("reason").textValue();
    String by = order.path("cancelledBy").textValue();
    add(steps, order, "acceptedAt", placedAt, AcceptOrder::new);
    add(steps, order, "readyAt", placedAt, MarkOrderReady::new);
    add(steps, order, "pickedUpAt", placedAt, PickUpOrder::new);
    add(steps, order, "deliveredAt", placedAt, DeliverOrder::new);
    add(steps, order, "rejectedAt", placedAt, id -> new RejectOrder(id, reason));
    add(steps, order, "cancelledAt", placedAt, id -> new CancelOrder(id, by, reason));
    for (JsonNode refund : order.path("refunds")) {
      long amount = refund.get("amount").longValue();
      add(steps, refund, "at", placedAt, id -> new RefundOrder(id, amount, "MISSING_ITEM"));
    }
    return List.copyOf(steps);
  }

  private static void add(
      List<Later> steps, JsonNode from, String field, Instant placedAt, CommandOf command) {
    if (from.has(field)) {
      Instant at = Instant.parse(from.get(field).textValue());
      steps.add(new Later(field, Duration.between(placedAt, at), command));
    }
  }
}
