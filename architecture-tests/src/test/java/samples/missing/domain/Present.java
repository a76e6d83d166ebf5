package samples.missing.domain;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
