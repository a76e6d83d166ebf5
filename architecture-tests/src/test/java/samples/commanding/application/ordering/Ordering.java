package samples.commanding.application.ordering;

/** Takes commands. */
public final class Ordering {}
