package dev.mocha.postgres.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row that is being written: its values, one after the other, in the order of the columns. A
 * value that is null is absent.
 */
public interface Row {

  Row absent();

  /** Text, or the text form of a value whose type has no binary form here. */
  Row text(@Nullable String value);

  Row jsonb(@Nullable String value);

  Row integer(int value);

  Row bigint(long value);

  Row bool(boolean value);

  Row date(LocalDate value);

  Row timestamptz(@Nullable Instant value);

  Row uuid(UUID value);
}
