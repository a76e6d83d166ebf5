package samples.unsealed.domain;

/** An event that belongs to no kind of events. */
record LooseEvent() {}
