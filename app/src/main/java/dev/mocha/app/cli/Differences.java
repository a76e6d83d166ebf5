package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints days that differ, each with its fields. */
final class Differences {

  private Differences() {}

  static void print(JsonNode differences) {
    for (JsonNode day : differences.get("items")) {
      System.out.printf(
          "%s %s  (%s)%n",
          day.get("merchantId").asText(), day.get("date").asText(), day.get("compared").asText());
      for (JsonNode field : day.get("fields")) {
        System.out.printf(
            "    %-40s %s | %s%n",
            field.get("field").asText(), field.get("one").asText(), field.get("other").asText());
      }
    }
  }
}
