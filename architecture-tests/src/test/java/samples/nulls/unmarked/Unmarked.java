package samples.nulls.unmarked;

/** The compiler passes it over. */
final class Unmarked {}
