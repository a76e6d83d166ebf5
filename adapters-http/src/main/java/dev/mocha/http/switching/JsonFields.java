package dev.mocha.http.switching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mocha.application.switching.ReportPath.Fields;
import dev.mocha.application.switching.ReportPath.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Reads the fields of a report's JSON; anything else gets one field that no report has. */
final class JsonFields implements Fields {

  private final ObjectMapper json;

  JsonFields(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public Map<String, String> of(Response response) {
    try {
      var fields = new HashMap<String, String>();
      put(fields, "", json.readTree(response.body()));
      return fields;
    } catch (IOException unreadable) {
      return Map.of("unreadable", "true");
    }
  }

  private static void put(Map<String, String> fields, String path, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              it ->
                  put(
                      fields,
                      path.isEmpty() ? it.getKey() : path + "." + it.getKey(),
                      it.getValue()));
    } else if (node.isArray()) {
      var names = new ArrayList<String>();
      for (int index = 0; index < node.size(); index++) {
        JsonNode element = node.get(index);
        String name = element.path("orderId").asText("" + index);
        put(fields, path + "." + name, element);
        names.add(name);
      }
      fields.put(path, String.join(" ", names));
    } else {
      fields.put(path, node.asText());
    }
  }
}
