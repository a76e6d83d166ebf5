/** Reads both sides of a reconciliation, and keeps what was found. */
@NullMarked
package dev.mocha.postgres.reconciling;

import org.jspecify.annotations.NullMarked;
