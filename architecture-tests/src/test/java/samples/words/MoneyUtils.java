package samples.words;

/** Says nothing. */
final class MoneyUtils {}
