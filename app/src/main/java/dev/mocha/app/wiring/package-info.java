/** The composition root: puts the use cases and Axon together from the adapters' ports. */
@NullMarked
package dev.mocha.app.wiring;

import org.jspecify.annotations.NullMarked;
