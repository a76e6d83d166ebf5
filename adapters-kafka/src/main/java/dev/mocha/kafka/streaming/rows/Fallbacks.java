package dev.mocha.kafka.streaming.rows;

import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.ColumnType.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that stand in for those that are missing. */
public final class Fallbacks {

  private Fallbacks() {}

  /**
   * Reads a value as one of a record is read.
   *
   * @throws Refused that says what it is and what it must be
   */
  public static @Nullable Object of(ColumnType type, String json) {
    return type.isArray() || type.element() == Element.JSONB
        ? JsonValues.whole(type, json)
        : JsonTexts.read(
                json, parser -> Optional.ofNullable(JsonValues.scalar(type.element(), parser)))
            .orElse(null);
  }
}
