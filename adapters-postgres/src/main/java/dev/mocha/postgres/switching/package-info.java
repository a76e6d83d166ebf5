@NullMarked
package dev.mocha.postgres.switching;

import org.jspecify.annotations.NullMarked;
