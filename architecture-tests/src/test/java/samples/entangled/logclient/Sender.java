package samples.entangled.logclient;

import org.springframework.context.ApplicationContext;

/** Asks a framework for what it needs. */
final class Sender {

  void found(ApplicationContext context) {}
}
