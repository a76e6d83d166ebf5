package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Streams as a table for the terminal. */
final class StreamTable {

  private static final String LINE = "%-24s %-8s %14s %12s %10s %8s %8s%n";

  private StreamTable() {}

  /**
   * Two looks at the streams as one table.
   *
   * @param seconds between them
   */
  static String of(JsonNode before, JsonNode now, double seconds, boolean partitions) {
    Map<String, Long> read = new HashMap<>();
    before.get("streams").forEach(it -> read.put(it.get("name").asText(), position(it)));
    var table = new StringBuilder();
    table.append(line("stream", "state", "read", "lag", "per second", "parked", "differ"));
    for (JsonNode stream : now.get("streams")) {
      String name = stream.get("name").asText();
      long rate =
          Math.round((position(stream) - read.getOrDefault(name, position(stream))) / seconds);
      table.append(
          line(
              name,
              stream.get("state").asText(),
              number(position(stream)),
              number(sum(stream, "lag")),
              number(rate),
              number(stream.get("parked").asLong()),
              number(stream.get("differences").asLong())));
      if (stream.hasNonNull("reason")) {
        table.append("  ").append(stream.get("reason").asText()).append('\n');
      }
      if (partitions) {
        stream.get("partitions").forEach(it -> table.append(partition(it)));
      }
    }
    return table.toString();
  }

  private static String partition(JsonNode it) {
    return line(
        "  %s-%d".formatted(it.get("topic").asText(), it.get("partition").asInt()),
        "",
        number(it.get("position").asLong()) + " of " + number(it.get("end").asLong()),
        number(it.get("lag").asLong()),
        "",
        "",
        "");
  }

  private static String line(
      String stream,
      String state,
      String read,
      String lag,
      String rate,
      String parked,
      String differ) {
    return LINE.formatted(stream, state, read, lag, rate, parked, differ);
  }

  private static long position(JsonNode stream) {
    return sum(stream, "position");
  }

  private static long sum(JsonNode stream, String field) {
    return stream.get("partitions").valueStream().mapToLong(it -> it.get(field).asLong()).sum();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
