package dev.mocha.application.reporting;

import java.time.Instant;

/**
 * The first view of a final day, ready to be sent.
 *
 * @param document as {@link ReportEncoder} made it
 * @param completeTo the present moment to which the report is complete, past the end of the day
 */
@SuppressWarnings("ArrayRecordComponent") // opaque bytes; reports are not compared
public record SealedReport(byte[] document, Instant completeTo) {}
