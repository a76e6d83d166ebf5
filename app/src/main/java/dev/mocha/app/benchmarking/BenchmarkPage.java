package dev.mocha.app.benchmarking;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.benchmarking.LatencyChart.Series;
import dev.mocha.app.benchmarking.PathBenchmark.DaySize;
import dev.mocha.app.benchmarking.PathBenchmark.Effort;
import dev.mocha.app.benchmarking.PathBenchmark.Measured;
import dev.mocha.app.benchmarking.PathBenchmark.Plan;
import dev.mocha.app.benchmarking.PathBenchmark.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** What was measured as a page, in Markdown and in HTML, with its pictures beside it. */
final class BenchmarkPage {

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>The old report and the new one</title>
      <style>
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; }
      table { border-collapse: collapse; }
      th, td { padding: .3rem .8rem; border-bottom: 1px solid #ccc; text-align: right; }
      th:first-child, td:first-child { text-align: left; }
      img { max-width: 100%; }
      </style>
      </head>
      <body>
      """;

  private static final int LARGEST_TABLES = 10;
  private static final List<Reading> PATHS = List.of(Reading.OLD, Reading.NEW);

  private final Plan plan;
  private final Measured measured;
  private final String command;
  private final Instant at;
  private final StringBuilder page = new StringBuilder();
  private final List<LatencyChart> charts = new ArrayList<>();

  /**
   * @param command by which it was made
   * @param at when
   */
  BenchmarkPage(Plan plan, Measured measured, String command, Instant at) {
    this.plan = plan;
    this.measured = measured;
    this.command = command;
    this.at = at;
  }

  /** Writes {@code comparison.md}, {@code comparison.html} and the pictures. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    String markdown = markdown();
    var extensions = List.of(TablesExtension.create());
    String body =
        HtmlRenderer.builder()
            .extensions(extensions)
            .build()
            .render(Parser.builder().extensions(extensions).build().parse(markdown));
    Files.writeString(folder.resolve("comparison.md"), markdown);
    Files.writeString(folder.resolve("comparison.html"), FRAME + body + "</body>\n</html>\n");
    for (LatencyChart it : charts) {
      Files.writeString(folder.resolve(it.name() + ".svg"), it.svg());
    }
  }

  private String markdown() {
    page.append("# The old report and the new one\n\n");
    paragraph(
        "Made by `%s` on %s. %s; %s."
            .formatted(
                command,
                at,
                machine(),
                measured.databases().values().stream()
                    .map(it -> it.get("server").asText())
                    .distinct()
                    .collect(Collectors.joining(" and "))));
    long asked = plan.rate() * plan.duration().toSeconds() * plan.rounds();
    paragraph(
        format(
            "Both paths were asked for the same %,d of %,d days with orders, of %,d merchants; of"
                + " the %,d busiest days %s.",
            Math.min(asked, plan.asked().size()),
            plan.asked().size(),
            plan.asked().stream().map(PathBenchmark.Asked::merchantId).distinct().count(),
            measured.compared(),
            measured.differing() == 0
                ? "the answers were held against each other and were the same"
                : format("**%,d answers were NOT the same**", measured.differing())));
    inShort();
    views();
    placing();
    databases();
    how();
    return page.toString();
  }

  private void inShort() {
    page.append("## In short\n\n");
    table("", "old path", "new path", "old / new");
    latencies(measured.views(), "first view at %d/s".formatted(plan.rate()), 50, 99);
    latencies(measured.busiest(), "first view of the busiest day, one after the other", 50, 99);
    latencies(measured.complete(), "the busiest day complete, in pages", 50);
    double old = requireNonNull(measured.perSecond().get(Reading.OLD));
    double young = requireNonNull(measured.perSecond().get(Reading.NEW));
    row(
        "first views a second, %d connections".formatted(plan.connections()),
        format("%,.0f", old),
        format("%,.0f", young),
        format("%.2f", old / young));
    row(
        "requests that failed",
        format("%,d", failed(Reading.OLD)),
        format("%,d", failed(Reading.NEW)),
        "");
    page.append('\n');
    paragraph(
        format(
            "Requests that failed are in no latency. Without reports %,d failed.",
            failed(Reading.NONE)));
  }

  private void latencies(Map<Reading, Histogram> latencies, String what, double... percentiles) {
    for (double percentile : percentiles) {
      double old = millis(latencies, Reading.OLD, percentile);
      double young = millis(latencies, Reading.NEW, percentile);
      row(
          what + ", p" + format("%.0f", percentile),
          format("%,.2f ms", old),
          format("%,.2f ms", young),
          format("%,.1f", old / young));
    }
  }

  private void views() {
    page.append("## First views, by percentile\n\n");
    table("at %d/s".formatted(plan.rate()), "p50", "p90", "p99", "p99.9", "longest", "answers");
    for (Reading it : PATHS) {
      percentiles(PathBenchmark.words(it), requireNonNull(measured.views().get(it)));
    }
    page.append('\n');
    chart("first-views", "First view of a report", measured.views(), PATHS);
    page.append("### By the size of the day\n\n");
    table("orders of the day, path", "p50", "p90", "p99", "p99.9", "longest", "answers");
    for (DaySize size : DaySize.values()) {
      for (Reading it : PATHS) {
        Histogram latencies =
            requireNonNull(requireNonNull(measured.viewsBySize().get(it)).get(size));
        if (latencies.getTotalCount() > 0) {
          percentiles(words(size) + ", " + PathBenchmark.words(it), latencies);
        }
      }
    }
    page.append('\n');
    chart(
        "complete-day",
        format("The complete busiest day (%,d orders)", plan.asked().getFirst().orderCount()),
        measured.complete(),
        PATHS);
  }

  private void placing() {
    page.append("## What the main service notices\n\n");
    if (plan.placing() == 0) {
      paragraph("No orders were placed meanwhile (`--place`).");
    } else {
      table(
          "placing %d orders/s beside".formatted(plan.placing()),
          "p50",
          "p90",
          "p99",
          "p99.9",
          "longest",
          "answers");
      for (Reading it : Reading.values()) {
        percentiles(PathBenchmark.words(it), requireNonNull(measured.placing().get(it)));
      }
      page.append('\n');
      chart("placing", "Placing an order", measured.placing(), List.of(Reading.values()));
    }
    table("each report costs", "time of statements", "buffers of 8 kB");
    for (Reading reading : PATHS) {
      long reports = requireNonNull(measured.views().get(reading)).getTotalCount();
      for (String database : measured.databases().keySet()) {
        Effort with = effort(reading, database);
        Effort without = effort(Reading.NONE, database);
        double asLong = (double) with.elapsed().toNanos() / without.elapsed().toNanos();
        row(
            "%s, database %s".formatted(PathBenchmark.words(reading), database),
            format(
                "%,.2f ms",
                (with.busy().toNanos() - asLong * without.busy().toNanos())
                    / 1e6
                    / Math.max(1, reports)),
            format("%,.0f", (with.buffers() - asLong * without.buffers()) / Math.max(1, reports)));
      }
    }
    page.append('\n');
    paragraph(
        "By the counters of PostgreSQL, less what the databases did in as long a time without"
            + " reports. The old path does not use the database reports, nor the new one the"
            + " database orders: what stands there is by how much the other figures may be wrong,"
            + " as statements that run beside take longer on a busy machine.");
  }

  private long failed(Reading reading) {
    return requireNonNull(measured.failed().get(reading));
  }

  private Effort effort(Reading reading, String database) {
    return requireNonNull(requireNonNull(measured.efforts().get(reading)).get(database));
  }

  private void databases() {
    page.append("## Sizes of tables\n\n");
    table("table", "rows, about", "MiB with indexes");
    for (Map.Entry<String, JsonNode> database : measured.databases().entrySet()) {
      database
          .getValue()
          .get("tables")
          .valueStream()
          .limit(LARGEST_TABLES)
          .forEach(
              it -> {
                long rows = it.get("rows").asLong();
                row(
                    "%s: %s".formatted(database.getKey(), it.get("name").asText()),
                    rows == 0 ? "not counted" : format("%,d", rows),
                    format("%,.1f", it.get("bytes").asLong() / (double) (1 << 20)));
              });
    }
    page.append('\n');
  }

  private void how() {
    page.append("## How it was measured\n\n");
    paragraph(
        """
        Reports are due at an even rate, whatever becomes of those before, and a latency counts \
        from the moment when its report was due: a server that stalls does not hide what waits \
        behind it. Both paths are asked for the same reports in the same order, in turns, %,d \
        times for %,d s each after a shorter round that is not counted, over at most %,d connections; the old \
        one through the door of merchants' apps with the switch in the mode old, the new one at \
        the role reports. One after the other and as fast as they come, the next request is sent \
        when the answer to the last is there, and its latency counts from there. Pages have 1,000 \
        orders and are asked for with gzip. Histograms keep three digits.\
        """
            .formatted(plan.rounds(), plan.duration().toSeconds(), plan.connections()));
  }

  private void percentiles(String name, Histogram latencies) {
    row(
        Stream.concat(
                Stream.of(name),
                Stream.concat(
                    Stream.of(50.0, 90.0, 99.0, 99.9, 100.0)
                        .map(it -> format("%,.2f ms", latencies.getValueAtPercentile(it) / 1e6)),
                    Stream.of(format("%,d", latencies.getTotalCount()))))
            .toArray(String[]::new));
  }

  private void chart(
      String name, String title, Map<Reading, Histogram> latencies, List<Reading> readings) {
    charts.add(
        new LatencyChart(
            name,
            title,
            readings.stream()
                .map(it -> new Series(PathBenchmark.words(it), requireNonNull(latencies.get(it))))
                .toList()));
    paragraph("![%s, in milliseconds by percentile](%s.svg)".formatted(title, name));
  }

  private void paragraph(String text) {
    page.append(text).append("\n\n");
  }

  private void table(String... titles) {
    row(titles);
    row(
        Stream.concat(Stream.of("---"), Arrays.stream(titles).skip(1).map(_ -> "---:"))
            .toArray(String[]::new));
  }

  private void row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static double millis(Map<Reading, Histogram> latencies, Reading of, double percentile) {
    return requireNonNull(latencies.get(of)).getValueAtPercentile(percentile) / 1e6;
  }

  private static String words(DaySize size) {
    return switch (size) {
      case UP_TO_10 -> "1 to 10";
      case UP_TO_100 -> "11 to 100";
      case UP_TO_1000 -> "101 to 1,000";
      case MORE -> "more";
    };
  }

  private static String machine() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return format(
        "The command ran on %d processors, %d GiB, %s %s %s, JDK %s",
        system.getAvailableProcessors(),
        Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.version());
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
