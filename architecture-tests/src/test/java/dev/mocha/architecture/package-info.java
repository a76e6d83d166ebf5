/**
 * The rules that architecture reviews would otherwise repeat, and what proves that they can fail.
 */
@NullMarked
package dev.mocha.architecture;

import org.jspecify.annotations.NullMarked;
