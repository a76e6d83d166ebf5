package dev.mocha.http.reporting.page;

import static java.util.stream.Collectors.joining;

import dev.mocha.application.reporting.OrderCursor;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderStatus;
import dev.mocha.http.reporting.Cursors;
import dev.mocha.http.web.Paths;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the page shows, and the addresses of its links.
 *
 * @param merchants empty for all merchants of the reader
 * @param statuses only orders in one of these; all when empty
 * @param text only orders with this text in their number or an item name; null for all
 * @param after the last order of the page before; null for the first page
 */
public record PageSelection(
    List<MerchantId> merchants,
    LocalDate date,
    Set<OrderStatus> statuses,
    @Nullable String text,
    @Nullable OrderCursor after) {

  private static final int ORDERS = 100;

  static PageSelection of(List<MerchantId> merchants, LocalDate date) {
    return new PageSelection(merchants, date, Set.of(), null, null);
  }

  /** The merchant when exactly one is selected. */
  public @Nullable MerchantId merchantId() {
    return merchants.size() == 1 ? merchants.getFirst() : null;
  }

  /** The selected merchants as a field shows them. */
  public String named() {
    return merchants.stream().map(MerchantId::value).collect(joining(","));
  }

  OrderQuery query() {
    return new OrderQuery(ORDERS, after, statuses, text);
  }

  /** The same day of one merchant. */
  public PageSelection of(MerchantId another) {
    return of(List.of(another), date);
  }

  /** Another day of the same merchants. */
  public PageSelection on(LocalDate another) {
    return of(merchants, another);
  }

  /** With orders in this status added, or removed. */
  public PageSelection toggled(OrderStatus status) {
    var toggled = EnumSet.noneOf(OrderStatus.class);
    toggled.addAll(statuses);
    if (!toggled.remove(status)) {
      toggled.add(status);
    }
    return new PageSelection(merchants, date, toggled, text, null);
  }

  /** The first page of these orders. */
  public PageSelection first() {
    return new PageSelection(merchants, date, statuses, text, null);
  }

  /** The next page of orders. */
  public PageSelection next(OrderCursor end) {
    return new PageSelection(merchants, date, statuses, text, end);
  }

  /** All orders of the day. */
  public PageSelection all() {
    return on(date);
  }

  /** Whether a filter is set. */
  public boolean isFiltered() {
    return !statuses.isEmpty() || text != null;
  }

  /** Where the page shows it. */
  public String address() {
    return encoded(view());
  }

  /** Where it shows it in another language, from then on. */
  public String in(String language) {
    return encoded(view().queryParam("lang", language));
  }

  /** The address of the complete day as a file. */
  public String file(String format) {
    return encoded(day(Paths.PAGE + "/file").queryParam("format", format));
  }

  private UriComponentsBuilder view() {
    return day(Paths.PAGE)
        .queryParamIfPresent("status", Optional.of(statuses).filter(it -> !it.isEmpty()))
        .queryParamIfPresent("q", Optional.ofNullable(text).map(_ -> "{text}"))
        .queryParamIfPresent("cursor", Optional.ofNullable(after).map(Cursors::encode));
  }

  private UriComponentsBuilder day(String path) {
    return UriComponentsBuilder.fromPath(path)
        .queryParamIfPresent("merchant", Optional.of(merchants).filter(it -> !it.isEmpty()))
        .queryParam("date", date);
  }

  /** Encodes what the reader has typed. */
  private String encoded(UriComponentsBuilder address) {
    return address
        .encode()
        .buildAndExpand(text == null ? Map.of() : Map.of("text", text))
        .toUriString();
  }
}
