package dev.mocha.app.wiring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where accesses are written down, under {@code mocha.audit}.
 *
 * @param file for them; in the log by default, in {@code audit.log} of the data on embedded servers
 * @param days for which files of former days are kept, 1 to 3,650; 90 by default
 */
@ConfigurationProperties("mocha.audit")
record AuditProperties(@Nullable Path file, @DefaultValue("90") int days) {

  private static final int LONGEST = 3_650;

  AuditProperties {
    if (days < 1 || days > LONGEST) {
      throw new IllegalArgumentException("mocha.audit.days must be 1 to 3,650");
    }
  }
}
