package samples.reading.application.reporting;

/** What a projection has put together. */
public final class DailyReport {}
