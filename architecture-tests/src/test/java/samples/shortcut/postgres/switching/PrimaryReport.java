package samples.shortcut.postgres.switching;

/** The main service's own report. */
public final class PrimaryReport {}
