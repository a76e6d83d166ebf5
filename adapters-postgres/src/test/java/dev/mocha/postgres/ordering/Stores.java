package dev.mocha.postgres.ordering;

import dev.mocha.application.ordering.EventValidation;
import dev.mocha.postgres.NamedEvents;
import dev.mocha.postgres.TestDatabase;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;

/** The event store as the application wires it. */
public final class Stores {

  private Stores() {}

  public static EventStorageEngine on(TestDatabase database) {
    return on(database, (_, _) -> {});
  }

  static EventStorageEngine on(TestDatabase database, EventValidation validation) {
    return EventStore.on(
        new UnitOfWorkAwareConnectionProviderWrapper(
            new SpringDataSourceConnectionProvider(database.dataSource())),
        new SpringTransactionManager(database.transactionManager()),
        new NamedEvents(),
        validation,
        notifications(database));
  }

  public static AppendNotifications notifications(TestDatabase database) {
    return new AppendNotifications(database.dataSource());
  }
}
