/** The composition root: the one place that sees every adapter. */
@NullMarked
package dev.mocha.app;

import org.jspecify.annotations.NullMarked;
