package dev.mocha.app.wiring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The audit of accesses, under {@code mocha.audit}.
 *
 * @param file the audit file; by default the log, or {@code audit.log} in the data of embedded
 *     servers
 * @param days the retention of earlier files, 1 to 3,650; 90 by default
 */
@ConfigurationProperties("mocha.audit")
record AuditProperties(@Nullable Path file, @DefaultValue("90") int days) {

  private static final int MAX_DAYS = 3_650;

  AuditProperties {
    if (days < 1 || days > MAX_DAYS) {
      throw new IllegalArgumentException("mocha.audit.days must be 1 to 3,650");
    }
  }
}
