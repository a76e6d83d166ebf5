package samples.words;

/** Says nothing. */
final class OrderMapperFactory {}
