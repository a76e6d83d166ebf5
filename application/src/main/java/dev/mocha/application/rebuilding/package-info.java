/** Builds a projection anew from all events, beside the one that answers. */
@NullMarked
package dev.mocha.application.rebuilding;

import org.jspecify.annotations.NullMarked;
