package samples.nulls.undocumented;

/** The compiler passes it over. */
final class Undocumented {}
