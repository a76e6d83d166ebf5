/** PostgreSQL and Kafka inside of the process's own folder, for one command on a bare machine. */
@NullMarked
package dev.mocha.app.embedded;

import org.jspecify.annotations.NullMarked;
