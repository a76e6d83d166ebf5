/** Reconciliation over HTTP. */
@NullMarked
package dev.mocha.http.reconciling;

import org.jspecify.annotations.NullMarked;
