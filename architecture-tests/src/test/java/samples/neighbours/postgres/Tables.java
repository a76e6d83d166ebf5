package samples.neighbours.postgres;

import samples.neighbours.kafka.Log;

/** Knows another adapter. */
final class Tables {

  void publishTo(Log log) {}
}
