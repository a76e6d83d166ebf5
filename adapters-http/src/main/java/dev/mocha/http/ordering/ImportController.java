package dev.mocha.http.ordering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.ordering.HistoryImport;
import dev.mocha.application.ordering.HistoryImport.Result;
import dev.mocha.application.ordering.Ordering;
import dev.mocha.application.process.Role;
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
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Imports lines of merchants and orders. */
@RestController
@Tag(name = "Import")
@Profile(Role.ORDERS)
final class ImportController {

  private final HistoryImport history;
  private final Ordering ordering;
  private final ObjectMapper json;
  private final Validator validator;

  ImportController(
      HistoryImport history, Ordering ordering, ObjectMapper json, Validator validator) {
    this.history = history;
    this.ordering = ordering;
    this.json = json;
    this.validator = validator;
  }

  /**
   * The result of an import.
   *
   * @param imported lines that added events
   * @param unchanged lines whose events were stored before
   * @param events stored by this import
   * @param refused lines, in their order
   */
  record Outcome(int imported, int unchanged, int events, List<RefusedLine> refused) {}

  /** An impossible or malformed line, numbered from 1. */
  record RefusedLine(int line, @Nullable String field, String reason) {}

  @PostMapping(path = Paths.IMPORT, consumes = MediaType.APPLICATION_NDJSON_VALUE)
  @Operation(
      summary = "Import order history",
      description =
          "Each line is a JSON object: a merchant as in POST /api/v1/merchants, or an order with"
              + " the times of its steps. Impossible and malformed lines are refused; the others"
              + " are stored in one transaction. A repeated import changes nothing. At most 16"
              + " MiB.")
  public Outcome importLines(@RequestBody String lines) {
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
    List<Result> imported = history.importAll(List.copyOf(orders.values()));
    for (int i = 0; i < numbers.size(); i++) {
      results.put(numbers.get(i), imported.get(i));
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
      Violation violation = firstViolation(merchant);
      results.put(number, violation == null ? register(merchant) : refused(violation));
    } else {
      HistoryLine order = json.treeToValue(node, HistoryLine.class);
      Violation violation = firstViolation(order);
      if (violation == null) {
        orders.put(number, order.toHistory());
      } else {
        results.put(number, refused(violation));
      }
    }
  }

  private Result register(MerchantBody merchant) {
    return switch (ordering.perform(new RegisterMerchant(merchant.id(), merchant.toTerms()))) {
      case Refused(var refusal) -> new Result.Refused("merchantId", refusal.text());
      case Accepted<?>(var events) when events.isEmpty() -> new Result.Unchanged();
      case Accepted<?>(var events) -> new Result.Imported(events.size());
    };
  }

  private @Nullable Violation firstViolation(Object body) {
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
