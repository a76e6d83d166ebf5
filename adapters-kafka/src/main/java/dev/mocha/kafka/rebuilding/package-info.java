/** The log as a history for rebuilds. */
@NullMarked
package dev.mocha.kafka.rebuilding;

import org.jspecify.annotations.NullMarked;
