/** Who may ask for what over HTTP. */
@NullMarked
package dev.mocha.http.security;

import org.jspecify.annotations.NullMarked;
