/** Complete days as files. Each order is written as it is read; none is held in memory. */
@NullMarked
package dev.mocha.http.reporting.files;

import org.jspecify.annotations.NullMarked;
