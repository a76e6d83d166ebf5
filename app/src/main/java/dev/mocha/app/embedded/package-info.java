/** Embedded PostgreSQL and Kafka, so that one command runs the whole system. */
@NullMarked
package dev.mocha.app.embedded;

import org.jspecify.annotations.NullMarked;
