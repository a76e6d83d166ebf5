package samples.words;

/** Says what it is. */
final class ServiceDay {}
