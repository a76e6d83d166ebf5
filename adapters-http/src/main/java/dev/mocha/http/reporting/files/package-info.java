/** Whole days as files: each order as it is read, and none of them kept. */
@NullMarked
package dev.mocha.http.reporting.files;

import org.jspecify.annotations.NullMarked;
