package dev.mocha.application.reporting;

import java.time.Instant;

/** The first view of a final day, by {@link ReportEncoder}, and the current {@code completeTo}. */
@SuppressWarnings("ArrayRecordComponent") // opaque bytes; reports are not compared
public record SealedReport(byte[] document, Instant completeTo) {}
