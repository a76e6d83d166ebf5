package dev.mocha.app;

import static dev.mocha.app.PlainOrder.STEPS;
import static dev.mocha.app.PlainOrder.itemsTotal;
import static dev.mocha.app.PlainOrder.lines;
import static dev.mocha.app.PlainOrder.moment;
import static dev.mocha.app.PlainOrder.placedAt;
import static dev.mocha.app.PlainOrder.refunded;
import static dev.mocha.app.PlainOrder.status;
import static dev.mocha.app.PlainOrder.sum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A daily report computed the long way round, from the lines of an import and the definitions of
 * the report alone. It shares no code with the application.
 */
final class PlainReport {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
  private static final List<String> STATUSES =
      List.of("PLACED", "ACCEPTED", "READY", "PICKED_UP", "DELIVERED", "REJECTED", "CANCELLED");

  private final JsonNode merchant;
  private final ZoneId zone;
  private final LocalTime cutoff;
  private final Map<LocalDate, List<JsonNode>> days;

  PlainReport(JsonNode merchant, List<JsonNode> orders) {
    this.merchant = merchant;
    this.zone = ZoneId.of(merchant.get("timeZone").asText());
    this.cutoff = LocalTime.parse(merchant.get("dayCutoff").asText());
    this.days =
        orders.stream()
            .sorted(
                Comparator.comparing(PlainOrder::placedAt)
                    .thenComparing(it -> it.get("orderId").asText()))
            .collect(
                Collectors.groupingBy(
                    it -> businessDate(placedAt(it)), TreeMap::new, Collectors.toList()));
  }

  /** The days on which something was ordered. */
  List<LocalDate> dates() {
    return List.copyOf(days.keySet());
  }

  /** Everything but {@code completeTo} and {@code final}. */
  JsonNode of(LocalDate date) {
    List<JsonNode> orders = ordersOf(date);
    List<JsonNode> delivered = with(orders, "DELIVERED"::equals);
    ObjectNode report = JSON.createObjectNode();
    report.set("merchantId", merchant.get("merchantId"));
    report.set("merchantName", merchant.get("name"));
    report.put("date", date.toString());
    report.set("timeZone", merchant.get("timeZone"));
    report.set("currency", merchant.get("currency"));
    List<Instant> minutes = minutesOf(date);
    report.put("dayStart", minutes.getFirst().toString());
    report.put("dayEnd", minutes.getLast().plusSeconds(60).toString());
    report.set("summary", summary(orders).put("refundsProcessed", refundedOn(date)));
    ObjectNode byStatus = report.putObject("byStatus");
    STATUSES.forEach(it -> byStatus.put(it, with(orders, it::equals).size()));
    ArrayNode byHour = report.putArray("byHour");
    groups(orders, this::hour).entrySet().stream()
        .sorted(Comparator.comparing(it -> OffsetDateTime.parse(it.getKey(), HOUR).toInstant()))
        .forEach(it -> addSales(byHour, "hour", it.getKey(), it.getValue()));
    ArrayNode payments = report.putArray("byPaymentMethod");
    mostFirst(groups(orders, it -> it.get("paymentMethod").asText()), List::size)
        .forEach(it -> addSales(payments, "paymentMethod", it.getKey(), it.getValue()));
    report.set("topItems", topItems(delivered));
    ArrayNode cancellations = report.putArray("cancellations");
    mostFirst(
            groups(
                with(orders, it -> it.equals("CANCELLED") || it.equals("REJECTED")),
                it -> it.hasNonNull("reason") ? it.get("reason").asText() : "UNSPECIFIED"),
            List::size)
        .forEach(
            it ->
                cancellations
                    .addObject()
                    .put("reason", it.getKey())
                    .put("orders", it.getValue().size()));
    report.set("preparation", preparation(orders));
    ObjectNode comparison = report.putObject("comparison");
    comparison.set("previousDay", otherDay(date.minusDays(1)));
    comparison.set("sameDayLastWeek", otherDay(date.minusDays(7)));
    ArrayNode items = JSON.createArrayNode();
    orders.forEach(it -> items.add(order(it)));
    report.putObject("orders").put("next", (String) null).set("items", items);
    return reread(report);
  }

  private List<JsonNode> ordersOf(LocalDate date) {
    return days.getOrDefault(date, List.of());
  }

  /** What was refunded on a day, of orders of all days. */
  private long refundedOn(LocalDate date) {
    List<JsonNode> refunds =
        days.values().stream()
            .flatMap(List::stream)
            .flatMap(it -> PlainOrder.children(it.get("refunds")).stream())
            .filter(it -> businessDate(moment(it, "at")).equals(date))
            .toList();
    return sum(refunds, it -> it.get("amount").asLong());
  }

  private ObjectNode summary(List<JsonNode> orders) {
    List<JsonNode> delivered = with(orders, "DELIVERED"::equals);
    long gross = sum(delivered, PlainOrder::itemsTotal);
    long net =
        gross
            - sum(delivered, it -> it.path("discount").asLong())
            - sum(delivered, PlainOrder::refunded);
    long commission = sum(delivered, this::commission);
    return JSON.createObjectNode()
        .put("orders", orders.size())
        .put("delivered", delivered.size())
        .put("cancelled", with(orders, "CANCELLED"::equals).size())
        .put("rejected", with(orders, "REJECTED"::equals).size())
        .put("inProgress", with(orders, STATUSES.subList(0, 4)::contains).size())
        .put("items", sum(delivered, it -> sum(lines(it), line -> line.get("quantity").asLong())))
        .put("grossSales", gross)
        .put("discounts", sum(delivered, it -> it.path("discount").asLong()))
        .put("taxes", sum(delivered, it -> it.path("tax").asLong()))
        .put("deliveryFees", sum(delivered, it -> it.path("deliveryFee").asLong()))
        .put("refunds", sum(delivered, PlainOrder::refunded))
        .put("commission", commission)
        .put("netSales", net)
        .put("netPayout", net - commission)
        .put(
            "averageOrderValue",
            delivered.isEmpty()
                ? 0
                : BigDecimal.valueOf(gross)
                    .divide(BigDecimal.valueOf(delivered.size()), 0, RoundingMode.HALF_UP)
                    .longValueExact())
        .put("firstOrderAt", orders.isEmpty() ? null : placedAt(orders.getFirst()).toString())
        .put("lastOrderAt", orders.isEmpty() ? null : placedAt(orders.getLast()).toString());
  }

  private ObjectNode otherDay(LocalDate date) {
    ObjectNode summary = summary(ordersOf(date));
    ObjectNode day = JSON.createObjectNode().put("date", date.toString());
    List.of("orders", "grossSales", "netPayout").forEach(it -> day.set(it, summary.get(it)));
    return day;
  }

  private static ArrayNode topItems(List<JsonNode> delivered) {
    List<JsonNode> lines = delivered.stream().flatMap(it -> lines(it).stream()).toList();
    ToLongFunction<List<JsonNode>> quantity = it -> sum(it, line -> line.get("quantity").asLong());
    ArrayNode top = JSON.createArrayNode();
    mostFirst(groups(lines, it -> it.get("name").asText()), quantity).stream()
        .limit(10)
        .forEach(
            it ->
                top.addObject()
                    .put("name", it.getKey())
                    .put("quantity", quantity.applyAsLong(it.getValue()))
                    .put("grossSales", sum(it.getValue(), PlainOrder::lineTotal)));
    return top;
  }

  private static ObjectNode preparation(List<JsonNode> orders) {
    long[] seconds =
        orders.stream()
            .filter(it -> it.hasNonNull("acceptedAt") && it.hasNonNull("readyAt"))
            .mapToLong(
                it -> Duration.between(moment(it, "acceptedAt"), moment(it, "readyAt")).toSeconds())
            .sorted()
            .toArray();
    return JSON.createObjectNode()
        .put("orders", seconds.length)
        .put("medianSeconds", nearestRank(seconds, 0.5))
        .put("p90Seconds", nearestRank(seconds, 0.9));
  }

  private static long nearestRank(long[] ascending, double share) {
    return ascending.length == 0 ? 0 : ascending[(int) Math.ceil(share * ascending.length) - 1];
  }

  private ObjectNode order(JsonNode it) {
    ObjectNode order = JSON.createObjectNode();
    for (String field : List.of("orderId", "orderNumber", "paymentMethod", "customerId")) {
      order.set(field, it.get(field));
    }
    order.put("placedAt", placedAt(it).toString());
    STEPS.forEach(
        step -> order.put(step, it.hasNonNull(step) ? moment(it, step).toString() : null));
    order.put("status", status(it));
    order.set("cancelledBy", it.hasNonNull("cancelledAt") ? it.get("cancelledBy") : null);
    boolean ended = it.hasNonNull("cancelledAt") || it.hasNonNull("rejectedAt");
    order.set("reason", ended ? it.get("reason") : null);
    ArrayNode lines = order.putArray("lines");
    for (JsonNode line : lines(it)) {
      ObjectNode copy = lines.addObject();
      List.of("sku", "name", "quantity", "unitPrice", "note")
          .forEach(field -> copy.set(field, line.get(field)));
    }
    return order
        .put("itemsTotal", itemsTotal(it))
        .put("discount", it.path("discount").asLong())
        .put("deliveryFee", it.path("deliveryFee").asLong())
        .put("tax", it.path("tax").asLong())
        .put("commission", commission(it))
        .put("refunded", refunded(it))
        .set("note", it.get("note"));
  }

  private void addSales(ArrayNode list, String field, String key, List<JsonNode> orders) {
    list.addObject()
        .put(field, key)
        .put("orders", orders.size())
        .put("grossSales", sum(with(orders, "DELIVERED"::equals), PlainOrder::itemsTotal));
  }

  /** Every minute that belongs to the day, found by asking each one around it. */
  private List<Instant> minutesOf(LocalDate date) {
    Instant noon = date.atTime(12, 0).toInstant(ZoneOffset.UTC);
    return Stream.iterate(noon.minus(Duration.ofDays(2)), it -> it.plusSeconds(60))
        .limit(5 * 24 * 60)
        .filter(it -> businessDate(it).equals(date))
        .toList();
  }

  private LocalDate businessDate(Instant moment) {
    return moment.atZone(zone).toLocalDateTime().minusNanos(cutoff.toNanoOfDay()).toLocalDate();
  }

  private String hour(JsonNode order) {
    return HOUR.format(
        placedAt(order).atZone(zone).toOffsetDateTime().truncatedTo(ChronoUnit.HOURS));
  }

  private long commission(JsonNode order) {
    return BigDecimal.valueOf(itemsTotal(order) - order.path("discount").asLong())
        .multiply(BigDecimal.valueOf(merchant.get("commissionBps").asLong()))
        .divide(BigDecimal.valueOf(10_000), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static List<JsonNode> with(List<JsonNode> orders, Predicate<String> status) {
    return orders.stream().filter(it -> status.test(status(it))).toList();
  }

  private static Map<String, List<JsonNode>> groups(
      List<JsonNode> nodes, Function<JsonNode, String> key) {
    return nodes.stream().collect(Collectors.groupingBy(key));
  }

  /** By the measure descending, then by name; UTF-8 bytes compare as code points do. */
  private static List<Map.Entry<String, List<JsonNode>>> mostFirst(
      Map<String, List<JsonNode>> groups, ToLongFunction<List<JsonNode>> measure) {
    Comparator<Map.Entry<String, List<JsonNode>>> most =
        Comparator.comparingLong(it -> -measure.applyAsLong(it.getValue()));
    return groups.entrySet().stream()
        .sorted(
            most.thenComparing(
                it -> it.getKey().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
        .toList();
  }

  /** Numbers and absent values as a parser sees them. */
  private static JsonNode reread(JsonNode node) {
    try {
      return JSON.readTree(node.toString());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
