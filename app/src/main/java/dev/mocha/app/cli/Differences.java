package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints days that differ, each with its fields. */
final class Differences {

  private Differences() {}

  static void print(JsonNode differences) {
    long unlisted = differences.get("differingDays").asLong() - differences.get("items").size();
    for (JsonNode day : differences.get("items")) {
      System.out.printf(
          "%s %s  (%s)%n",
          day.get("merchantId").asText(), day.get("date").asText(), day.get("comparison").asText());
      for (JsonNode field : day.get("fields")) {
        System.out.printf(
            "    %-40s %s | %s%n",
            field.get("field").asText(), field.get("left").asText(), field.get("right").asText());
      }
      if (day.get("moreFields").asInt() > 0) {
        System.out.printf("    and %,d fields more%n", day.get("moreFields").asInt());
      }
    }
    if (unlisted > 0) {
      System.out.printf("and %,d days more%n", unlisted);
    }
  }
}
