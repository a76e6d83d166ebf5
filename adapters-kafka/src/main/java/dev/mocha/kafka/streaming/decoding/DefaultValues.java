package dev.mocha.kafka.streaming.decoding;

import dev.mocha.application.streaming.ColumnType;
import dev.mocha.application.streaming.ColumnType.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default values of columns. */
public final class DefaultValues {

  private DefaultValues() {}

  /**
   * Reads a default value by the rules for values of records.
   *
   * @throws InvalidRecord when the value does not fit the type
   */
  public static @Nullable Object of(ColumnType type, String json) {
    return type.isArray() || type.element() == Element.JSONB
        ? JsonValues.whole(type, json)
        : JsonReader.read(
                json, parser -> Optional.ofNullable(JsonValues.scalar(type.element(), parser)))
            .orElse(null);
  }
}
