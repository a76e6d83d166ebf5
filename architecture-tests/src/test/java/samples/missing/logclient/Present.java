package samples.missing.logclient;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
