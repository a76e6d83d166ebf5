package samples.missing.application.switching;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
