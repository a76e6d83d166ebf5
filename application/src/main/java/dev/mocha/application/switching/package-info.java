/**
 * Moves report traffic from the primary, the main service's own report, to the candidate, the one
 * from the report tables: compares both, ramps up, falls back, and rolls back.
 */
@NullMarked
package dev.mocha.application.switching;

import org.jspecify.annotations.NullMarked;
