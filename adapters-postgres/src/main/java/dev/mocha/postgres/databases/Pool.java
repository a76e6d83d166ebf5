package dev.mocha.postgres.databases;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;

/** Qualifies a data source or a transaction manager by its connection pool. */
@Qualifier
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Pool {

  Name value();

  /** The pools. Each role opens those that it needs. */
  enum Name {
    /** The main service's database, for commands and the outbox relay. */
    ORDERS,
    /** The main service's database, for the switch only, so that a rollback never queues. */
    SWITCH,
    /** The main service's database, read only, for rebuilds and reconciliation. */
    EVENT_STORE,
    /** The reports database, for streams. */
    REPORTS,
    /**
     * The reports database, for report queries, which read the rows of the caller's merchants only.
     */
    READERS,
    /** The reports database, for rebuilds and reconciliation. */
    REBUILD
  }
}
