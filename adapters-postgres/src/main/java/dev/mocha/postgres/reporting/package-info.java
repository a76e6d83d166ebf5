/** The report tables of the live generation: written by the projection, sealed, and queried. */
@NullMarked
package dev.mocha.postgres.reporting;

import org.jspecify.annotations.NullMarked;
