package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** Formats fields of the server's JSON. */
final class Fields {
  private Fields() {}

  /**
   * Prints a line.
   *
   * @param format takes a value for each field: whole numbers as {@code %d}, others as {@code %f}
   */
  static void print(String format, JsonNode of, String... fields) {
    System.out.println(text(format, of, fields));
  }

  static String text(String format, JsonNode of, String... fields) {
    return format.formatted(Stream.of(fields).map(it -> value(of.get(it))).toArray());
  }

  /** A number with its word, such as {@code 1 day} and {@code 2 days}. */
  static String count(long number, String one, String many) {
    return "%,d %s".formatted(number, number == 1 ? one : many);
  }

  private static Object value(JsonNode field) {
    if (field.isIntegralNumber()) {
      return field.longValue();
    }
    if (field.isNumber()) {
      return field.doubleValue();
    }
    return field.asText();
  }
}
