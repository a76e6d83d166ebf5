package dev.mocha.app.benchmarking;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Latencies by percentile as a chart in SVG, from 0.1 ms to 10 s on a logarithmic scale.
 *
 * @param name of the file, without its extension
 */
public record LatencyChart(String name, String title, List<Series> series) {

  private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9};
  private static final List<String> COLOURS = List.of("#b3261e", "#1f6f43", "#2457a6", "#8a6d00");
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 150;
  private static final int TOP = 50;
  private static final int BOTTOM = 50;
  private static final int LOWEST_POWER = -1;
  private static final int HIGHEST_POWER = 4;

  /**
   * A line of the chart.
   *
   * @param latencies in nanoseconds
   */
  public record Series(String label, Histogram latencies) {

    private double millis(int at) {
      return latencies.getValueAtPercentile(PERCENTILES[at]) / 1e6;
    }
  }

  public String svg() {
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="12">
        <rect width="%1$d" height="%2$d" fill="white"/>
        <text x="%3$d" y="25" font-size="15">%4$s, ms by percentile</text>
        """
            .formatted(WIDTH, HEIGHT, LEFT, title));
    for (int power = LOWEST_POWER; power <= HIGHEST_POWER; power++) {
      double y = y(Math.pow(10, power));
      line(svg, format("M%d %.1f H%d", LEFT, y, WIDTH - RIGHT), "#ddd");
      text(svg, LEFT - 8, y + 4, "end", power < 0 ? "0.1" : format("%,.0f", Math.pow(10, power)));
    }
    for (int at = 0; at < PERCENTILES.length; at++) {
      text(svg, x(at), HEIGHT - BOTTOM + 20, "middle", "p" + number(PERCENTILES[at]));
    }
    for (int i = 0; i < series.size(); i++) {
      draw(svg, series.get(i), COLOURS.get(i % COLOURS.size()));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder svg, Series series, String colour) {
    var path = new StringBuilder();
    IntStream.range(0, PERCENTILES.length)
        .forEach(
            at ->
                path.append(at == 0 ? "M" : " L")
                    .append(format("%.1f %.1f", x(at), y(series.millis(at)))));
    line(svg, path.toString(), colour);
    for (int at = 0; at < PERCENTILES.length; at++) {
      text(svg, x(at), y(series.millis(at)) - 7, "middle", format("%.1f", series.millis(at)));
    }
    double end = y(series.millis(PERCENTILES.length - 1));
    text(svg, WIDTH - RIGHT + 24, end + 4, "start", series.label());
  }

  private static void line(StringBuilder svg, String path, String colour) {
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>\n"
            .formatted(path, colour));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
  }

  private static double x(int at) {
    return LEFT + 20 + (double) at / (PERCENTILES.length - 1) * (WIDTH - LEFT - RIGHT - 20);
  }

  private static double y(double millis) {
    double share = (Math.log10(millis) - LOWEST_POWER) / (HIGHEST_POWER - LOWEST_POWER);
    return HEIGHT - BOTTOM - Math.clamp(share, 0, 1) * (HEIGHT - TOP - BOTTOM);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : format("%.1f", value);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
