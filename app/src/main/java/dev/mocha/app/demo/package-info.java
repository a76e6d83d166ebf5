/** The simulated orders of the demo. */
@NullMarked
package dev.mocha.app.demo;

import org.jspecify.annotations.NullMarked;
