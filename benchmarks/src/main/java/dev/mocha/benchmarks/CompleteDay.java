package dev.mocha.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * P2: the complete day of the busiest merchant, to its last byte. By both paths the report comes in
 * pages of 1,000 orders, one after the other over one connection; beside that the new path streams
 * it, one order a line.
 */
final class CompleteDay {

  private static final Map<String, String> PAGES = Map.of("Accept-Encoding", "gzip");
  private static final Map<String, String> LINES =
      Map.of("Accept-Encoding", "gzip", "Accept", "application/x-ndjson");

  private final RunningMocha mocha;

  private CompleteDay(RunningMocha mocha) {
    this.mocha = mocha;
  }

  /** Requests that together give the whole day. */
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

  static Result run(RunningMocha mocha, Sizes sizes)
      throws IOException, InterruptedException, SQLException, ExecutionException {
    ReportedMonth month = ReportedMonth.in(mocha, sizes);
    return new CompleteDay(mocha).measure(month.busiest(), sizes);
  }

  private Result measure(MerchantDay busiest, Sizes sizes)
      throws IOException, InterruptedException {
    var old = new Day(pages(busiest.oldPath() + "&limit=1000"), PAGES);
    var fresh = new Day(pages(busiest.newPath() + "?limit=1000"), PAGES);
    var stream = new Day(List.of(busiest.newPath() + "/orders"), LINES);
    var load = mocha.load(1);
    var duration = Duration.ofSeconds(sizes.seconds());
    for (Day day : List.of(fresh, stream, old)) {
      load.closed(duration, day.request());
    }
    Histogram ofOld = LoadGenerator.latencies();
    Histogram ofFresh = LoadGenerator.latencies();
    Histogram ofStream = LoadGenerator.latencies();
    String used = "";
    for (int round = 0; round < sizes.rounds(); round++) {
      ofOld.add(load.closed(duration, old.request()).latencies());
      ofStream.add(load.closed(duration, stream.request()).latencies());
      try (var usage = Usage.of(mocha)) {
        var outcome = load.closed(duration, fresh.request());
        ofFresh.add(outcome.latencies());
        used = usage.describe(outcome.perSecond());
      }
    }
    return new Result(
            "P2",
            String.format(
                Locale.ROOT,
                "the complete day of the busiest merchant in %d pages, %,d orders loaded; asked for"
                    + " with gzip",
                fresh.pages().size(),
                sizes.reported()),
            "10x faster",
            "%s (%s); as lines %s (%s)"
                .formatted(
                    FirstViews.millis(ofFresh),
                    size(fresh),
                    FirstViews.millis(ofStream),
                    size(stream)),
            "%s (%s) by the old path, index on merchant and time"
                .formatted(FirstViews.millis(ofOld), size(old)),
            "p50 %s, as lines %s"
                .formatted(
                    FirstViews.times(ofOld, ofFresh, 50), FirstViews.times(ofOld, ofStream, 50)),
            used)
        .with(
            new LatencyChart(
                "p2-complete-day",
                "The complete day of the busiest merchant",
                List.of(
                    new Series("old path", ofOld),
                    new Series("new path", ofFresh),
                    new Series("new path, as lines", ofStream))));
  }

  /** The addresses of all pages. The month does not change, so that cursors hold. */
  private List<String> pages(String first) throws IOException, InterruptedException {
    var client = mocha.client();
    var pages = new ArrayList<String>();
    String page = first;
    while (page != null) {
      pages.add(page);
      JsonNode next = client.get(page).get("orders").get("next");
      page = next.isNull() ? null : first + "&cursor=" + next.textValue();
    }
    return pages;
  }

  /** How many bytes come, and in which encoding. */
  private String size(Day day) throws IOException, InterruptedException {
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
