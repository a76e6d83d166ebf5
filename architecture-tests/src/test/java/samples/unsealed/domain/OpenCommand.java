package samples.unsealed.domain;

/** Anybody may add a command, and no switch notices. */
interface OpenCommand {}
