/** The two databases: their configuration, migrations, connection pools and transactions. */
@NullMarked
package dev.mocha.postgres.databases;

import org.jspecify.annotations.NullMarked;
