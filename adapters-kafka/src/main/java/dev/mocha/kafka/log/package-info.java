/** The log as every feature sees it: its topics, its events' serialised form, its watermarks. */
@NullMarked
package dev.mocha.kafka.log;

import org.jspecify.annotations.NullMarked;
