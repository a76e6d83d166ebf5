package dev.mocha.application.ordering;

import dev.mocha.application.ordering.StoredHistories.Extension;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderHistory;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Contradiction;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Told;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.domain.ordering.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes over the history of orders in bulk, through the decider that live commands go through. */
public final class HistoryImport {

  /** What lies further ahead of the clock than this has not happened. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final StoredHistories stored;
  private final Merchants merchants;
  private final Clock clock;

  /** What became of one history. */
  public sealed interface Result {

    /** Its events are stored now. */
    record Imported(int events) implements Result {}

    /** It was known already. */
    record Unchanged() implements Result {}

    /** It cannot be true, and nothing of it is stored. */
    record Refused(@Nullable String field, String reason) implements Result {}
  }

  public HistoryImport(StoredHistories stored, Merchants merchants, Clock clock) {
    this.stored = stored;
    this.merchants = merchants;
    this.clock = clock;
  }

  /** Imports these histories together; the results are in their order. */
  public List<Result> take(List<OrderHistory> histories) {
    Map<MerchantId, Merchant> known =
        merchants.find(
            histories.stream().map(it -> it.placement().merchantId()).collect(Collectors.toSet()));
    Instant latest = clock.instant().plus(CLOCK_TOLERANCE);
    var results = new ArrayList<Result>();
    stored.extend(
        histories.stream().map(it -> it.placement().orderId()).distinct().toList(),
        events -> {
          results.clear();
          var extensions = new LinkedHashMap<OrderId, Extension>();
          var current = new HashMap<>(events);
          for (OrderHistory history : histories) {
            results.add(take(history, known, latest, events, current, extensions));
          }
          return List.copyOf(extensions.values());
        });
    return results;
  }

  private static Result take(
      OrderHistory history,
      Map<MerchantId, Merchant> merchants,
      Instant latest,
      Map<OrderId, List<OrderEvent>> stored,
      Map<OrderId, List<OrderEvent>> current,
      Map<OrderId, Extension> extensions) {
    Merchant merchant = merchants.get(history.placement().merchantId());
    if (merchant == null) {
      return new Result.Refused("merchantId", reasonOf(Refusal.UNKNOWN_MERCHANT));
    }
    if (history.placedAt().isBefore(EARLIEST)) {
      return new Result.Refused("placedAt", "this is before the year 2000");
    }
    if (history.placedAt().isAfter(latest)) {
      return new Result.Refused("placedAt", "this has not happened yet");
    }
    for (OrderHistory.Step step : history.steps()) {
      if (step.at().isAfter(latest)) {
        return new Result.Refused(step.field(), "this has not happened yet");
      }
    }
    OrderId orderId = history.placement().orderId();
    List<OrderEvent> known = current.getOrDefault(orderId, List.of());
    return switch (history.tell(known, merchant.termsAt(history.placedAt()))) {
      case Contradiction(var field, var refusal) -> new Result.Refused(field, reasonOf(refusal));
      case Told(var news) when news.isEmpty() -> new Result.Unchanged();
      case Told(var news) -> {
        List<OrderEvent> all = Stream.concat(known.stream(), news.stream()).toList();
        current.put(orderId, all);
        List<OrderEvent> before = stored.getOrDefault(orderId, List.of());
        extensions.put(
            orderId, new Extension(orderId, before, all.subList(before.size(), all.size())));
        yield new Result.Imported(news.size());
      }
    };
  }

  /** A refusal in words for the people whose history it is. */
  public static String reasonOf(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_ORDER -> "there is no such order";
      case UNKNOWN_MERCHANT -> "there is no such merchant";
      case ALREADY_REGISTERED -> "the merchant is registered with other terms";
      case CURRENCY_IS_FIXED -> "a merchant keeps its currency";
      case ALREADY_PLACED -> "the order is known with another history";
      case DISCOUNT_EXCEEDS_TOTAL -> "the discount is larger than the items' total";
      case TOTAL_TOO_LARGE -> "the items' total is too large";
      case ALREADY_DONE -> "the order took this step or a later one before";
      case ALREADY_CLOSED -> "the order was delivered, rejected or cancelled before";
      case OUT_OF_ORDER -> "a step before this one is missing";
      case ALREADY_ACCEPTED -> "an order can be rejected only before it is accepted";
      case BEFORE_PREVIOUS_STEP -> "this is before the step that it follows";
      case NOT_DELIVERED -> "only a delivered order can be refunded";
      case REFUND_EXCEEDS_PAYMENT -> "the refunds are larger than what was paid for the items";
    };
  }
}
