package samples.framework.application;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.slf4j.Logger;
import org.springframework.context.ApplicationContext;

/** Takes what it may from slf4j and Axon's core, and what it may not from elsewhere. */
final class UseCase {

  void granted(Logger log, EventMessage<?> event) {}

  void refused(ApplicationContext spring) {}

  void refusedToo(SpringTransactionManager transactions) {}
}
