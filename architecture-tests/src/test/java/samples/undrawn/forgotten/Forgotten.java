package samples.undrawn.forgotten;

/** In a package that its picture does not know. */
final class Forgotten {}
