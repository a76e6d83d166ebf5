package dev.mocha.app.wiring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How days are sealed, under {@code mocha.sealing}.
 *
 * @param share the percentage of the time of one thread that is spent while days are due, 1 to 100;
 *     25 by default
 */
@ConfigurationProperties("mocha.sealing")
record SealingProperties(@DefaultValue("25") int share) {

  SealingProperties {
    if (share < 1 || share > 100) {
      throw new IllegalArgumentException("mocha.sealing.share must be 1 to 100");
    }
  }
}
