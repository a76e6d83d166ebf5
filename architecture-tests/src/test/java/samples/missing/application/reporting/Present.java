package samples.missing.application.reporting;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
