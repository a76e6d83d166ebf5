package dev.mocha.app.wiring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How generations of the report are rebuilt, under {@code mocha.rebuilding}.
 *
 * @param threads that load parts of the history side by side, 1 to 8; 2 by default
 * @param rate the most events that a rebuild reads a second where its order does not say, 0 to
 *     10,000,000; 0, for as many as possible, by default
 * @param automatic whether a process whose code has a newer version of the projection than any
 *     generation begins the rebuild at its start; true by default
 */
@ConfigurationProperties("mocha.rebuilding")
record RebuildingProperties(
    @DefaultValue("2") int threads,
    @DefaultValue("0") int rate,
    @DefaultValue("true") boolean automatic) {

  RebuildingProperties {
    if (threads < 1 || threads > 8) {
      throw new IllegalArgumentException("mocha.rebuilding.threads must be 1 to 8");
    }
    if (rate < 0 || rate > 10_000_000) {
      throw new IllegalArgumentException("mocha.rebuilding.rate must be 0 to 10,000,000");
    }
  }
}
