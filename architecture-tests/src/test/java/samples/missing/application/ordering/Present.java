package samples.missing.application.ordering;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
