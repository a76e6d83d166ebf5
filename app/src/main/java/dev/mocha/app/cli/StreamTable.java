package dev.mocha.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The status of streams as a table for the terminal. */
final class StreamTable {

  private static final String LINE = "%-24s %-8s %14s %12s %10s %12s %8s%n";

  private StreamTable() {}

  /**
   * The table of two answers of the server.
   *
   * @param seconds between them
   */
  static String of(JsonNode before, JsonNode now, double seconds, boolean partitions) {
    Map<String, Long> read = new HashMap<>();
    before.get("streams").forEach(it -> read.put(it.get("name").asText(), offset(it)));
    var table = new StringBuilder();
    table.append(line("stream", "state", "read", "lag", "per second", "dead letters", "differ"));
    for (JsonNode stream : now.get("streams")) {
      String name = stream.get("name").asText();
      long rate = Math.round((offset(stream) - read.getOrDefault(name, offset(stream))) / seconds);
      table.append(
          line(
              name,
              stream.get("state").asText(),
              number(offset(stream)),
              number(sum(stream, "lag")),
              number(rate),
              number(stream.get("deadLetters").asLong()),
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
        number(it.get("offset").asLong()) + " of " + number(it.get("endOffset").asLong()),
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
      String deadLetters,
      String differ) {
    return LINE.formatted(stream, state, read, lag, rate, deadLetters, differ);
  }

  private static long offset(JsonNode stream) {
    return sum(stream, "offset");
  }

  private static long sum(JsonNode stream, String field) {
    return stream.get("partitions").valueStream().mapToLong(it -> it.get(field).asLong()).sum();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
