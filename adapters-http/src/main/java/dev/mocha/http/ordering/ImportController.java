package dev.mocha.http.ordering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.HistoryImport.Result;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.domain.ordering.Decision.Accepted;
import dev.mocha.domain.ordering.Decision.Refused;
import dev.mocha.domain.ordering.MerchantCommand.RegisterMerchant;
import dev.mocha.domain.ordering.OrderHistory;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.Problems.Violation;
import dev.mocha.http.web.UnreadableText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes over history: lines of merchants and of orders. */
@RestController
@Tag(name = "Import")
public final class ImportController {

  private final HistoryImport history;
  private final Ordering ordering;
  private final ObjectMapper json;
  private final Validator validator;

  public ImportController(
      HistoryImport history, Ordering ordering, ObjectMapper json, Validator validator) {
    this.history = history;
    this.ordering = ordering;
    this.json = json;
    this.validator = validator;
  }

  /**
   * What became of the lines.
   *
   * @param imported lines that added something
   * @param unchanged lines that were known
   * @param events how many were stored
   * @param refused the other lines, in their order
   */
  record Outcome(int imported, int unchanged, int events, List<RefusedLine> refused) {}

  /** A line that cannot be true, counted from 1. */
  record RefusedLine(int line, @Nullable String field, String reason) {}

  @PostMapping(path = Paths.IMPORT, consumes = MediaType.APPLICATION_NDJSON_VALUE)
  @Operation(
      summary = "Import history",
      description =
          "One JSON object a line: a merchant as in POST /api/v1/merchants, or an order with the"
              + " times of its steps. Lines that cannot be true are refused, the others are stored"
              + " together. Importing the same again changes nothing. At most 16 MiB.")
  public Outcome take(@RequestBody String lines) {
    var results = new TreeMap<Integer, Result>();
    var orders = new TreeMap<Integer, OrderHistory>();
    int number = 0;
    for (String line : (Iterable<String>) lines.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        try {
          read(line, number, results, orders);
        } catch (JsonProcessingException broken) {
          results.put(number, refused(UnreadableText.violationOf(broken)));
        }
      }
    }
    List<Integer> numbers = List.copyOf(orders.keySet());
    List<Result> taken = history.take(List.copyOf(orders.values()));
    for (int i = 0; i < numbers.size(); i++) {
      results.put(numbers.get(i), taken.get(i));
    }
    return outcome(results);
  }

  private void read(
      String line, int number, Map<Integer, Result> results, Map<Integer, OrderHistory> orders)
      throws JsonProcessingException {
    JsonNode node = json.readTree(line);
    if (!node.isObject()) {
      results.put(number, new Result.Refused(null, "is not a JSON object"));
    } else if (node.has("timeZone") && !node.has("lines")) {
      MerchantBody merchant = json.treeToValue(node, MerchantBody.class);
      Violation violation = firstOf(merchant);
      results.put(number, violation == null ? register(merchant) : refused(violation));
    } else {
      HistoryLine order = json.treeToValue(node, HistoryLine.class);
      Violation violation = firstOf(order);
      if (violation == null) {
        orders.put(number, order.toHistory());
      } else {
        results.put(number, refused(violation));
      }
    }
  }

  private Result register(MerchantBody merchant) {
    return switch (ordering.perform(new RegisterMerchant(merchant.id(), merchant.toTerms()))) {
      case Refused(var refusal) ->
          new Result.Refused("merchantId", HistoryImport.reasonOf(refusal));
      case Accepted<?>(var events) when events.isEmpty() -> new Result.Unchanged();
      case Accepted<?>(var events) -> new Result.Imported(events.size());
    };
  }

  private <T> @Nullable Violation firstOf(T body) {
    return validator.validate(body).stream()
        .map(it -> new Violation(it.getPropertyPath().toString(), it.getMessage()))
        .min(Comparator.comparing(it -> String.valueOf(it.field())))
        .orElse(null);
  }

  private static Result refused(Violation violation) {
    return new Result.Refused(violation.field(), violation.message());
  }

  private static Outcome outcome(Map<Integer, Result> results) {
    int imported = 0;
    int unchanged = 0;
    int events = 0;
    var refused = new ArrayList<RefusedLine>();
    for (var entry : results.entrySet()) {
      switch (entry.getValue()) {
        case Result.Imported(int added) -> {
          imported++;
          events += added;
        }
        case Result.Unchanged _ -> unchanged++;
        case Result.Refused(var field, var reason) ->
            refused.add(new RefusedLine(entry.getKey(), field, reason));
      }
    }
    return new Outcome(imported, unchanged, events, refused);
  }
}
