/** Holds the report tables against the operational tables, and heals what differs. */
@NullMarked
package dev.mocha.application.reconciling;

import org.jspecify.annotations.NullMarked;
