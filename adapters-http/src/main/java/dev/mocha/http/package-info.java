/** The HTTP adapter. Its one door is {@link dev.mocha.http.HttpAutoConfiguration}. */
@NullMarked
package dev.mocha.http;

import org.jspecify.annotations.NullMarked;
