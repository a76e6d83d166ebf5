package samples.nulls.marked;

/** The compiler checks it. */
final class Marked {}
