@NullMarked
package dev.mocha.http.switching;

import org.jspecify.annotations.NullMarked;
