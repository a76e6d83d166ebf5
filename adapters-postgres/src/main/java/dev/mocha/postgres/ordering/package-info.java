/** The event store and the operational tables, in the database of the main service. */
@NullMarked
package dev.mocha.postgres.ordering;

import org.jspecify.annotations.NullMarked;
