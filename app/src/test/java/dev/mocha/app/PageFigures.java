package dev.mocha.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a report in JSON, in the form in which the page names them. */
final class PageFigures {

  private PageFigures() {}

  /** Of the summary and of the preparation. */
  static Map<String, Long> of(JsonNode report) {
    Map<String, Long> figures = numbers(report.get("summary"));
    Map<String, Long> preparation = numbers(report.get("preparation"));
    preparation.remove("ORDERS");
    figures.putAll(preparation);
    return figures;
  }

  /** Every number of an object, with its name as a constant. */
  static Map<String, Long> numbers(JsonNode object) {
    var numbers = new LinkedHashMap<String, Long>();
    object
        .properties()
        .forEach(
            it -> {
              if (it.getValue().isNumber()) {
                numbers.put(
                    it.getKey().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT),
                    it.getValue().asLong());
              }
            });
    return numbers;
  }

  static List<List<String>> rows(JsonNode list) {
    var rows = new ArrayList<List<String>>();
    for (JsonNode entry : list) {
      rows.add(entry.valueStream().map(JsonNode::asText).toList());
    }
    return rows;
  }
}
