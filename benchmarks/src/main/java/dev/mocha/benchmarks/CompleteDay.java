package dev.mocha.benchmarks;

import dev.mocha.app.benchmarking.LatencyChart;
import dev.mocha.app.benchmarking.LatencyChart.Series;
import dev.mocha.app.benchmarking.LoadGenerator;
import dev.mocha.app.benchmarking.LoadGenerator.Request;
import dev.mocha.benchmarks.Benchmarks.Sizes;
import dev.mocha.benchmarks.ReportedMonth.MerchantDay;
import dev.mocha.benchmarks.Results.Result;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * P2: the complete day of the busiest merchant. Primary and candidate send it in pages of 1,000
 * orders, one after the other over one connection. The candidate also streams it, one order a line.
 */
final class CompleteDay {

  private static final Map<String, String> PAGES = Map.of("Accept-Encoding", "gzip");
  private static final Map<String, String> LINES =
      Map.of("Accept-Encoding", "gzip", "Accept", "application/x-ndjson");

  private CompleteDay() {}

  /** The requests of a whole day. */
  private record Day(List<String> pages, Map<String, String> headers) {

    private Request request() {
      String lines =
          headers.entrySet().stream()
              .map(it -> it.getKey() + ": " + it.getValue() + "\r\n")
              .collect(Collectors.joining());
      return (connection, _) -> {
        int worst = 0;
        for (String page : pages) {
          worst = Math.max(worst, connection.get(page, lines));
        }
        return worst;
      };
    }
  }

  static Result run(RunningMocha mocha, Sizes sizes) throws Exception {
    MerchantDay busiest = ReportedMonth.in(mocha, sizes).busiest();
    var client = mocha.client();
    var primary = new Day(client.pages(busiest.primaryPath() + "&limit=1000"), PAGES);
    var candidate = new Day(client.pages(busiest.candidatePath() + "?limit=1000"), PAGES);
    var stream = new Day(List.of(busiest.candidatePath() + "/orders"), LINES);
    var load = mocha.load(1);
    var duration = Duration.ofSeconds(sizes.seconds());
    for (Day day : List.of(candidate, stream, primary)) {
      load.closed(duration, day.request());
    }
    Histogram ofPrimary = LoadGenerator.latencies();
    Histogram ofCandidate = LoadGenerator.latencies();
    Histogram ofStream = LoadGenerator.latencies();
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      ofPrimary.add(load.closed(duration, primary.request()).latencies());
      ofStream.add(load.closed(duration, stream.request()).latencies());
      try (var usage = Usage.of(mocha)) {
        var outcome = load.closed(duration, candidate.request());
        ofCandidate.add(outcome.latencies());
        used = usage.describe(outcome.perSecond());
      }
    }
    return new Result(
            "P2",
            String.format(
                Locale.ROOT,
                "the complete day of the busiest merchant in %d pages, %,d orders loaded; requested"
                    + " with gzip",
                candidate.pages().size(),
                sizes.reported()),
            "10x faster",
            "%s (%s); as lines %s (%s)"
                .formatted(
                    FirstViews.millis(ofCandidate),
                    size(mocha, candidate),
                    FirstViews.millis(ofStream),
                    size(mocha, stream)),
            "%s (%s) from the primary, index on merchant and time"
                .formatted(FirstViews.millis(ofPrimary), size(mocha, primary)),
            "p50 %s, as lines %s"
                .formatted(
                    FirstViews.times(ofPrimary, ofCandidate, 50),
                    FirstViews.times(ofPrimary, ofStream, 50)),
            used)
        .with(
            new LatencyChart(
                "p2-complete-day",
                "The complete day of the busiest merchant",
                List.of(
                    new Series("primary", ofPrimary),
                    new Series("candidate", ofCandidate),
                    new Series("candidate, as lines", ofStream))));
  }

  /** The number of bytes and their encoding. */
  private static String size(RunningMocha mocha, Day day) throws IOException, InterruptedException {
    long bytes = 0;
    String encoding = "";
    try (var client = HttpClient.newHttpClient()) {
      for (String page : day.pages()) {
        var request =
            HttpRequest.newBuilder(mocha.address().resolve(page))
                .header("Authorization", "Bearer " + mocha.token());
        day.headers().forEach(request::header);
        var answer = client.send(request.build(), BodyHandlers.ofByteArray());
        bytes += answer.body().length;
        encoding = answer.headers().firstValue("Content-Encoding").orElse("not compressed");
      }
    }
    return String.format(Locale.ROOT, "%,d kB, %s", bytes / 1_000, encoding);
  }
}
