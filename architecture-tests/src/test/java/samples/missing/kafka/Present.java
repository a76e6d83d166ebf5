package samples.missing.kafka;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
