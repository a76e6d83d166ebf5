/** The way of other services to the log over HTTP, and the schemas of what is on it. */
@NullMarked
package dev.mocha.http.publishing;

import org.jspecify.annotations.NullMarked;
