package dev.mocha.application.reporting;

import dev.mocha.application.reporting.DailyReport.Cancellation;
import dev.mocha.application.reporting.DailyReport.Hour;
import dev.mocha.application.reporting.DailyReport.Item;
import dev.mocha.application.reporting.DailyReport.Payment;
import dev.mocha.application.reporting.DailyReport.Preparation;
import dev.mocha.application.reporting.DailyReport.Summary;
import dev.mocha.domain.ordering.OrderLine;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.domain.ordering.PlacedOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A day's figures straight from their definitions, over its final orders: slow and plain. */
record PlainDay(List<PlacedOrder> orders) {

  private static final Comparator<String> BY_CODE_POINT =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  Summary summary() {
    long gross = overDelivered(PlainDay::itemsTotal);
    long net =
        gross - overDelivered(it -> it.placed().discount()) - overDelivered(PlacedOrder::refunded);
    long commission = overDelivered(it -> it.placed().commission());
    long delivered = count(OrderStatus.DELIVERED);
    return new Summary(
        orders.size(),
        delivered,
        count(OrderStatus.CANCELLED),
        count(OrderStatus.REJECTED),
        count(OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.READY, OrderStatus.PICKED_UP),
        overDelivered(it -> it.placed().lines().stream().mapToLong(OrderLine::quantity).sum()),
        gross,
        overDelivered(it -> it.placed().discount()),
        overDelivered(it -> it.placed().tax()),
        overDelivered(it -> it.placed().deliveryFee()),
        overDelivered(PlacedOrder::refunded),
        0,
        commission,
        net,
        net - commission,
        delivered == 0
            ? 0
            : BigDecimal.valueOf(gross)
                .divide(BigDecimal.valueOf(delivered), 0, RoundingMode.HALF_UP)
                .longValueExact(),
        placings().min(Comparator.naturalOrder()).orElse(null),
        placings().max(Comparator.naturalOrder()).orElse(null));
  }

  Map<OrderStatus, Long> byStatus() {
    return Stream.of(OrderStatus.values()).collect(Collectors.toMap(it -> it, this::count));
  }

  ReportBreakdown breakdowns() {
    return new ReportBreakdown(
        grouped(orders, PlainDay::hour)
            .map(it -> new Hour(it.getKey(), it.getValue().size(), gross(it.getValue())))
            .sorted(Comparator.comparing(it -> it.hour().toInstant()))
            .toList(),
        grouped(orders, it -> it.placed().paymentMethod())
            .map(it -> new Payment(it.getKey(), it.getValue().size(), gross(it.getValue())))
            .sorted(mostFirst(Payment::orders, Payment::paymentMethod))
            .toList(),
        grouped(delivered().flatMap(it -> it.placed().lines().stream()).toList(), OrderLine::name)
            .map(it -> item(it.getKey(), it.getValue()))
            .sorted(mostFirst(Item::quantity, Item::name))
            .limit(10)
            .toList(),
        grouped(
                orders.stream()
                    .filter(
                        it ->
                            Set.of(OrderStatus.CANCELLED, OrderStatus.REJECTED)
                                .contains(it.status()))
                    .toList(),
                it -> Objects.requireNonNullElse(it.reason(), "UNSPECIFIED"))
            .map(it -> new Cancellation(it.getKey(), it.getValue().size()))
            .sorted(mostFirst(Cancellation::orders, Cancellation::reason))
            .toList(),
        preparation());
  }

  private Preparation preparation() {
    List<Long> seconds = orders.stream().flatMap(PlainDay::preparing).sorted().toList();
    return new Preparation(seconds.size(), nearestRank(seconds, 50), nearestRank(seconds, 90));
  }

  private static Stream<Long> preparing(PlacedOrder order) {
    Instant accepted = order.acceptedAt();
    Instant ready = order.readyAt();
    return accepted == null || ready == null
        ? Stream.of()
        : Stream.of(accepted.until(ready, ChronoUnit.SECONDS));
  }

  private static long nearestRank(List<Long> ascending, int percent) {
    int rank = (percent * ascending.size() + 99) / 100;
    return ascending.isEmpty() ? 0 : ascending.get(rank - 1);
  }

  private static OffsetDateTime hour(PlacedOrder order) {
    var local = order.placed().at().atZone(order.placed().timeZone());
    return OffsetDateTime.of(
        local.toLocalDate(), LocalTime.of(local.getHour(), 0), local.getOffset());
  }

  private static Item item(String name, List<OrderLine> lines) {
    return new Item(
        name,
        lines.stream().mapToLong(OrderLine::quantity).sum(),
        lines.stream().mapToLong(it -> it.quantity() * it.unitPrice()).sum());
  }

  private static <T, K> Stream<Map.Entry<K, List<T>>> grouped(List<T> all, Function<T, K> key) {
    return all.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream();
  }

  private static <T> Comparator<T> mostFirst(ToLongFunction<T> count, Function<T, String> name) {
    return Comparator.comparingLong(count).reversed().thenComparing(name, BY_CODE_POINT);
  }

  private Stream<PlacedOrder> delivered() {
    return orders.stream().filter(it -> it.status() == OrderStatus.DELIVERED);
  }

  private long overDelivered(ToLongFunction<PlacedOrder> amount) {
    return delivered().mapToLong(amount).sum();
  }

  private static long gross(List<PlacedOrder> orders) {
    return new PlainDay(orders).overDelivered(PlainDay::itemsTotal);
  }

  private static long itemsTotal(PlacedOrder order) {
    return order.placed().lines().stream().mapToLong(it -> it.quantity() * it.unitPrice()).sum();
  }

  private long count(OrderStatus... statuses) {
    return orders.stream().filter(it -> List.of(statuses).contains(it.status())).count();
  }

  private Stream<Instant> placings() {
    return orders.stream().map(it -> it.placed().at());
  }
}
