package samples.lodger.postgres;

/** Shared by features, and so in no package of its own. */
public final class Columns {}
