/** The composition root: wires the use cases and Axon with the adapters' ports. */
@NullMarked
package dev.mocha.app.wiring;

import org.jspecify.annotations.NullMarked;
