package samples.missing.application.publishing;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
