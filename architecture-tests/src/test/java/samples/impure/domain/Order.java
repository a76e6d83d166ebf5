package samples.impure.domain;

import org.slf4j.Logger;

/** Logs, though the domain must not know how. */
final class Order {

  void decide(Logger log) {}
}
