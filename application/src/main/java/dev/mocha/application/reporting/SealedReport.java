package dev.mocha.application.reporting;

import java.time.Instant;

/**
 * The stored first view of a final day.
 *
 * @param document as {@link ReportEncoder} made it
 * @param completeTo the current value for the report, after the end of the day
 */
@SuppressWarnings("ArrayRecordComponent") // opaque bytes; reports are not compared
public record SealedReport(byte[] document, Instant completeTo) {}
