package samples.acting.application.reporting;

import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import samples.acting.application.publishing.PublishedLog;

/** Does what would be done again by every replay. */
final class DailyReports {

  void command(CommandGateway commands) {}

  void store(EventStore events) {}

  void publish(PublishedLog log) {}
}
