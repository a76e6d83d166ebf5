package dev.mocha.app.wiring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rebuilds, under {@code mocha.rebuilding}.
 *
 * @param threads that load parts of the history in parallel
 * @param rate the default rate: the most entries per second, for a request without a rate; 0 for no
 *     limit
 * @param automatic whether a process rebuilds the projection when no generation has its version
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
