/** Daily reports over HTTP, from the report tables and, as of old, from the main service's own. */
@NullMarked
package dev.mocha.http.reporting;

import org.jspecify.annotations.NullMarked;
