/** The log as the history that a projection is rebuilt from. */
@NullMarked
package dev.mocha.kafka.rebuilding;

import org.jspecify.annotations.NullMarked;
