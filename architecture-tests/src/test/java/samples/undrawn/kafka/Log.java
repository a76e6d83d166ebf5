package samples.undrawn.kafka;

/** Known by another. */
public final class Log {}
