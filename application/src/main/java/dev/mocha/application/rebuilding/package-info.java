/** Rebuilds a projection from all events, beside the live generation. */
@NullMarked
package dev.mocha.application.rebuilding;

import org.jspecify.annotations.NullMarked;
