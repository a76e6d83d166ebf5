/** The report tables and their generations; and the old report, from the operational tables. */
@NullMarked
package dev.mocha.postgres.reporting;

import org.jspecify.annotations.NullMarked;
