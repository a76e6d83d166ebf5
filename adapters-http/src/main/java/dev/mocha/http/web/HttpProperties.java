package dev.mocha.http.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * HTTP, under {@code mocha.http}.
 *
 * @param ingest limits for events of other services
 */
@ConfigurationProperties("mocha.http")
public record HttpProperties(@DefaultValue Ingest ingest) {

  private static final int MAX_EVENTS = 10_000;
  private static final DataSize MAX_BYTES = DataSize.ofMegabytes(64);

  /**
   * Limits of one request.
   *
   * @param maxEvents the maximum number of events in a batch, 1 to 10,000; 500 by default
   * @param maxBytes the maximum size of a body, 1KB to 64MB; 1MB by default
   */
  public record Ingest(@DefaultValue("500") int maxEvents, @DefaultValue("1MB") DataSize maxBytes) {

    public Ingest {
      if (maxEvents < 1 || maxEvents > MAX_EVENTS) {
        throw new IllegalArgumentException("mocha.http.ingest.max-events must be 1 to 10,000");
      }
      if (maxBytes.toKilobytes() < 1 || maxBytes.compareTo(MAX_BYTES) > 0) {
        throw new IllegalArgumentException("mocha.http.ingest.max-bytes must be 1KB to 64MB");
      }
    }
  }
}
