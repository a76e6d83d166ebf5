package dev.mocha.http.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * HTTP, under {@code mocha.http}.
 *
 * @param intake what other services may write to the log at once
 */
@ConfigurationProperties("mocha.http")
public record HttpProperties(@DefaultValue Intake intake) {

  private static final int MOST_EVENTS = 10_000;
  private static final DataSize MOST_BYTES = DataSize.ofMegabytes(64);

  /**
   * What one request may bring.
   *
   * @param maxEvents the most events of a batch, 1 to 10,000; 500 by default
   * @param maxBytes the largest body, 1KB to 64MB; 1MB by default
   */
  public record Intake(@DefaultValue("500") int maxEvents, @DefaultValue("1MB") DataSize maxBytes) {

    public Intake {
      if (maxEvents < 1 || maxEvents > MOST_EVENTS) {
        throw new IllegalArgumentException("mocha.http.intake.max-events must be 1 to 10,000");
      }
      if (maxBytes.toKilobytes() < 1 || maxBytes.compareTo(MOST_BYTES) > 0) {
        throw new IllegalArgumentException("mocha.http.intake.max-bytes must be 1KB to 64MB");
      }
    }
  }
}
