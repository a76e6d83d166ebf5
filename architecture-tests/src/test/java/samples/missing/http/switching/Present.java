package samples.missing.http.switching;

/** Makes its package exist; {@code app} has no class. */
final class Present {}
