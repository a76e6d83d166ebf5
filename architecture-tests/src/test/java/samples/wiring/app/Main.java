package samples.wiring.app;

/** The composition root. */
public final class Main {}
