package dev.mocha.application.ordering;

import dev.mocha.application.ordering.StoredHistories.Extension;
import dev.mocha.domain.ordering.Merchant;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderEvent;
import dev.mocha.domain.ordering.OrderHistory;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Contradiction;
import dev.mocha.domain.ordering.OrderHistory.Outcome.Extended;
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

/** Imports the history of orders in bulk, through the same decider as live commands. */
public final class HistoryImport {

  /** A time that is further ahead of the clock than this is in the future. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final StoredHistories stored;
  private final Merchants merchants;
  private final Clock clock;

  public sealed interface Result {

    /** Its new events are stored. */
    record Imported(int events) implements Result {}

    record Unchanged() implements Result {}

    /** It is impossible, and nothing of it is stored. */
    record Refused(@Nullable String field, String reason) implements Result {}
  }

  public HistoryImport(StoredHistories stored, Merchants merchants, Clock clock) {
    this.stored = stored;
    this.merchants = merchants;
    this.clock = clock;
  }

  /** Imports these histories in one transaction. The results are in the histories' order. */
  public List<Result> importAll(List<OrderHistory> histories) {
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
            results.add(extend(history, known, latest, events, current, extensions));
          }
          return List.copyOf(extensions.values());
        });
    return results;
  }

  private static Result extend(
      OrderHistory history,
      Map<MerchantId, Merchant> merchants,
      Instant latest,
      Map<OrderId, List<OrderEvent>> stored,
      Map<OrderId, List<OrderEvent>> current,
      Map<OrderId, Extension> extensions) {
    Merchant merchant = merchants.get(history.placement().merchantId());
    if (merchant == null) {
      return new Result.Refused("merchantId", Refusal.UNKNOWN_MERCHANT.text());
    }
    if (history.placedAt().isBefore(EARLIEST)) {
      return new Result.Refused("placedAt", "is before the year 2000");
    }
    if (history.placedAt().isAfter(latest)) {
      return new Result.Refused("placedAt", "is in the future");
    }
    for (OrderHistory.Step step : history.steps()) {
      if (step.at().isAfter(latest)) {
        return new Result.Refused(step.field(), "is in the future");
      }
    }
    OrderId orderId = history.placement().orderId();
    List<OrderEvent> known = current.getOrDefault(orderId, List.of());
    return switch (history.extend(known, merchant.termsAt(history.placedAt()))) {
      case Contradiction(var field, var refusal) -> new Result.Refused(field, refusal.text());
      case Extended(var added) when added.isEmpty() -> new Result.Unchanged();
      case Extended(var added) -> {
        List<OrderEvent> all = Stream.concat(known.stream(), added.stream()).toList();
        current.put(orderId, all);
        List<OrderEvent> before = stored.getOrDefault(orderId, List.of());
        extensions.put(
            orderId, new Extension(orderId, before, all.subList(before.size(), all.size())));
        yield new Result.Imported(added.size());
      }
    };
  }
}
