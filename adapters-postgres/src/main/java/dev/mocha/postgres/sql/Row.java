package dev.mocha.postgres.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current row of a writer, which sets its values in the order of the columns. */
public interface Row {

  Row absent();

  /** A text, or the text form of a value of another type. */
  Row text(@Nullable String value);

  Row jsonb(@Nullable String value);

  Row integer(int value);

  Row bigint(long value);

  Row bool(boolean value);

  Row date(LocalDate value);

  Row timestamptz(@Nullable Instant value);

  Row uuid(UUID value);
}
