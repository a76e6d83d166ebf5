/** The merchants' page: rendered here, and useful without scripts. */
@NullMarked
package dev.mocha.http.reporting.page;

import org.jspecify.annotations.NullMarked;
