package samples.undrawn.postgres;

import samples.undrawn.kafka.Log;

/** Knows another. */
final class Tables {

  void publishTo(Log log) {}
}
