/** The outbox relay's tables, and how it reads the event store. */
@NullMarked
package dev.mocha.postgres.publishing;

import org.jspecify.annotations.NullMarked;
