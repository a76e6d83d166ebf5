/** A generation of the report tables while it is built. */
@NullMarked
package dev.mocha.postgres.rebuilding;

import org.jspecify.annotations.NullMarked;
