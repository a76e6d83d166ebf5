package dev.mocha.app.benchmarking;

import static dev.mocha.app.benchmarking.PathBenchmark.PATHS;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mocha.app.benchmarking.LatencyChart.Series;
import dev.mocha.app.benchmarking.PathBenchmark.Day;
import dev.mocha.app.benchmarking.PathBenchmark.Plan;
import dev.mocha.app.benchmarking.PathBenchmark.Results;
import dev.mocha.app.benchmarking.PathBenchmark.Variant;
import dev.mocha.app.benchmarking.VariantResult.DatabaseLoad;
import dev.mocha.app.benchmarking.VariantResult.DaySize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Writes the results of a benchmark as a page in Markdown and in HTML, with charts. */
final class BenchmarkPage {

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Primary and candidate report</title>
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

  private static final int MAX_TABLES = 10;

  private final Plan plan;
  private final Results results;
  private final VariantResult primary;
  private final VariantResult candidate;
  private final String command;
  private final Instant at;
  private final StringBuilder page = new StringBuilder();
  private final List<LatencyChart> charts = new ArrayList<>();

  BenchmarkPage(Plan plan, Results results, String command, Instant at) {
    this.plan = plan;
    this.results = results;
    this.primary = results.of(Variant.PRIMARY);
    this.candidate = results.of(Variant.CANDIDATE);
    this.command = command;
    this.at = at;
  }

  /** Writes {@code benchmark.md}, {@code benchmark.html} and the charts. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    String markdown = markdown();
    var extensions = List.of(TablesExtension.create());
    String body =
        HtmlRenderer.builder()
            .extensions(extensions)
            .build()
            .render(Parser.builder().extensions(extensions).build().parse(markdown));
    Files.writeString(folder.resolve("benchmark.md"), markdown);
    Files.writeString(folder.resolve("benchmark.html"), FRAME + body + "</body>\n</html>\n");
    for (LatencyChart it : charts) {
      Files.writeString(folder.resolve(it.name() + ".svg"), it.svg());
    }
  }

  private String markdown() {
    introduction();
    summary();
    firstViews();
    mainService();
    tableSizes();
    method();
    return page.toString();
  }

  private void introduction() {
    long requested = plan.rate() * plan.duration().toSeconds() * plan.rounds();
    paragraph("# Primary and candidate report");
    paragraph(
        "Made by `%s` on %s. %s; %s.",
        command,
        at,
        machine(),
        results.databases().values().stream()
            .map(it -> it.get("server").asText())
            .distinct()
            .collect(Collectors.joining(" and ")));
    paragraph(
        "Both reports were requested for the same %,d of %,d days with orders, of %,d merchants."
            + " For the %,d busiest days the answers were compared: %s.",
        Math.min(requested, plan.days().size()),
        plan.days().size(),
        plan.days().stream().map(Day::merchantId).distinct().count(),
        results.compared(),
        results.differing() == 0
            ? "all were the same"
            : format("**%,d were NOT the same**", results.differing()));
  }

  private void summary() {
    paragraph("## Summary");
    header("", "primary", "candidate", "primary / candidate");
    latencies(it -> it.views, "first view at %d/s".formatted(plan.rate()), 50, 99);
    latencies(it -> it.busiest, "first view of the busiest day, one after the other", 50, 99);
    latencies(it -> it.complete, "the complete busiest day, in pages", 50);
    row(
        "first views a second, %d connections".formatted(plan.connections()),
        format("%,.0f", primary.viewsPerSecond),
        format("%,.0f", candidate.viewsPerSecond),
        format("%.2f", primary.viewsPerSecond / candidate.viewsPerSecond));
    row("failed requests", format("%,d", primary.failed), format("%,d", candidate.failed), "");
    paragraph(
        "\nFailed requests are in no latency. Without reports %,d failed.",
        results.of(Variant.NONE).failed);
  }

  private void latencies(
      Function<VariantResult, Histogram> latencies, String what, double... percentiles) {
    for (double percentile : percentiles) {
      double ofPrimary = latencies.apply(primary).getValueAtPercentile(percentile) / 1e6;
      double ofCandidate = latencies.apply(candidate).getValueAtPercentile(percentile) / 1e6;
      row(
          format("%s, p%.0f", what, percentile),
          format("%,.2f ms", ofPrimary),
          format("%,.2f ms", ofCandidate),
          format("%,.1f", ofPrimary / ofCandidate));
    }
  }

  private void firstViews() {
    paragraph("## First views, by percentile");
    percentileHeader("at %d/s".formatted(plan.rate()));
    for (Variant it : PATHS) {
      percentiles(it.label, results.of(it).views);
    }
    chart("first-views", "First view of a report", it -> it.views, PATHS);
    paragraph("### By the size of the day");
    percentileHeader("orders of the day, report");
    for (DaySize size : DaySize.values()) {
      for (Variant it : PATHS) {
        Histogram latencies = results.of(it).viewsBySize.get(size);
        if (latencies != null) {
          percentiles(size.label + ", " + it.label, latencies);
        }
      }
    }
    chart(
        "complete-day",
        format("The complete busiest day (%,d orders)", plan.days().getFirst().orderCount()),
        it -> it.complete,
        PATHS);
  }

  private void mainService() {
    paragraph("## The effect on the main service");
    if (plan.placing() == 0) {
      paragraph("No orders were placed at the same time (`--place`).");
    } else {
      percentileHeader("placing %d orders/s, with".formatted(plan.placing()));
      for (Variant it : Variant.values()) {
        percentiles(it.label, results.of(it).placing);
      }
      chart("placing", "Placing an order", it -> it.placing, List.of(Variant.values()));
    }
    header("each report costs", "time of statements", "buffers of 8 kB");
    for (Variant it : PATHS) {
      results.databases().keySet().forEach(database -> databaseCost(it, database));
    }
    paragraph(
        """

        The counters of PostgreSQL, less the same counters during as long a time without reports. \
        The primary does not use the database reports, and the candidate does not use the database \
        orders: those lines are the measurement error, as concurrent statements take longer on a \
        busy machine.\
        """);
  }

  private void databaseCost(Variant variant, String database) {
    VariantResult result = results.of(variant);
    DatabaseLoad with = requireNonNull(result.databases.get(database));
    DatabaseLoad without = requireNonNull(results.of(Variant.NONE).databases.get(database));
    double asLong = (double) with.elapsed().toNanos() / without.elapsed().toNanos();
    long reports = Math.max(1, result.views.getTotalCount());
    row(
        "%s, database %s".formatted(variant.label, database),
        format(
            "%,.2f ms",
            (with.busy().toNanos() - asLong * without.busy().toNanos()) / 1e6 / reports),
        format("%,.0f", (with.buffers() - asLong * without.buffers()) / reports));
  }

  private void tableSizes() {
    paragraph("## Sizes of tables");
    header("table", "approximate rows", "MiB with indexes");
    results
        .databases()
        .forEach(
            (name, database) ->
                database
                    .get("tables")
                    .valueStream()
                    .limit(MAX_TABLES)
                    .forEach(it -> tableSize(name, it)));
    page.append('\n');
  }

  private void tableSize(String database, JsonNode table) {
    long rows = table.get("rows").asLong();
    row(
        "%s: %s".formatted(database, table.get("name").asText()),
        rows == 0 ? "not counted" : format("%,d", rows),
        format("%,.1f", table.get("bytes").asLong() / (double) (1 << 20)));
  }

  private void method() {
    paragraph("## Method");
    paragraph(
        """
        Reports are due at an even rate, independent of earlier responses, and a latency counts \
        from when its report was due: a stall of the server does not hide the requests that wait \
        (coordinated omission). Both reports are requested for the same days in the same order, in \
        turns, %,d times for %,d s each after a shorter warm-up, over at most %,d connections: the \
        primary at the main service, where merchants' apps request it, with the switch in mode \
        primary; the candidate at the role reports. In the measurements one after the other and \
        without pauses, the next request is sent when the response to the last is here, and its \
        latency counts from then. Pages have 1,000 orders and are requested with gzip. Histograms \
        keep three digits.\
        """,
        plan.rounds(), plan.duration().toSeconds(), plan.connections());
  }

  private void percentileHeader(String title) {
    header(title, "p50", "p90", "p99", "p99.9", "max", "responses");
  }

  private void percentiles(String name, Histogram latencies) {
    row(
        Stream.of(
                Stream.of(name),
                Stream.of(50.0, 90.0, 99.0, 99.9, 100.0)
                    .map(it -> format("%,.2f ms", latencies.getValueAtPercentile(it) / 1e6)),
                Stream.of(format("%,d", latencies.getTotalCount())))
            .flatMap(it -> it)
            .toArray(String[]::new));
  }

  private void chart(
      String name,
      String title,
      Function<VariantResult, Histogram> latencies,
      List<Variant> variants) {
    charts.add(
        new LatencyChart(
            name,
            title,
            variants.stream()
                .map(it -> new Series(it.label, latencies.apply(results.of(it))))
                .toList()));
    paragraph("\n![%s, in milliseconds by percentile](%s.svg)", title, name);
  }

  private void paragraph(String text, Object... values) {
    page.append(format(text, values)).append("\n\n");
  }

  private void header(String... titles) {
    row(titles);
    page.append("| ---").append(" | ---:".repeat(titles.length - 1)).append(" |\n");
  }

  private void row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
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
