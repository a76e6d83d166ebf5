/** Compares the report tables with the operational tables and repairs days that differ. */
@NullMarked
package dev.mocha.application.reconciling;

import org.jspecify.annotations.NullMarked;
