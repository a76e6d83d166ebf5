/** Reads both sides of a reconciliation and stores runs with their findings. */
@NullMarked
package dev.mocha.postgres.reconciling;

import org.jspecify.annotations.NullMarked;
