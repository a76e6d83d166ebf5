package dev.mocha.app.wiring;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of the logger {@code mocha.audit} to a file instead of the log; a new one a
 * day.
 */
final class AuditFile implements AutoCloseable {

  private static final String AUDIT = "mocha.audit";

  private final Logger audit;
  private final AsyncAppender appender;

  /**
   * @param days the retention of earlier files
   */
  AuditFile(Path file, int days) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern("%m%n");
    lines.start();
    var daily = new RollingFileAppender<ILoggingEvent>();
    var rolling = new TimeBasedRollingPolicy<ILoggingEvent>();
    rolling.setContext(context);
    rolling.setParent(daily);
    rolling.setFileNamePattern(file + ".%d{yyyy-MM-dd}.gz");
    rolling.setMaxHistory(days);
    rolling.start();
    daily.setContext(context);
    daily.setFile(file.toString());
    daily.setEncoder(lines);
    daily.setRollingPolicy(rolling);
    daily.start();
    appender = new AsyncAppender();
    appender.setContext(context);
    appender.setDiscardingThreshold(0);
    appender.addAppender(daily);
    appender.start();
    audit = context.getLogger(AUDIT);
    audit.setAdditive(false);
    audit.addAppender(appender);
  }

  /** Returns when all records are written. */
  @Override
  public void close() {
    audit.detachAppender(appender);
    audit.setAdditive(true);
    appender.stop();
  }
}
