/** The definitions of streams, read from YAML files. */
@NullMarked
package dev.mocha.kafka.streaming.definition;

import org.jspecify.annotations.NullMarked;
