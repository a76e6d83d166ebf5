/** The query side: the daily report, its projection from the events, and its ports. */
@NullMarked
package dev.mocha.application.reporting;

import org.jspecify.annotations.NullMarked;
