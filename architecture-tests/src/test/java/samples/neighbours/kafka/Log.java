package samples.neighbours.kafka;

/** Known by another adapter. */
public final class Log {}
