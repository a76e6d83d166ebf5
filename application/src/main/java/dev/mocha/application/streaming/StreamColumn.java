package dev.mocha.application.streaming;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of a stream's table and where its value comes from.
 *
 * @param required whether a record without a value is refused
 * @param fallback the value of a record that has none; null for none
 */
public record StreamColumn(
    String name, ColumnType type, Source source, boolean required, @Nullable Object fallback) {

  /** Where a value comes from. */
  public sealed interface Source {

    /** A place in the data. */
    record Data(JsonPointer from) implements Source {
      @Override
      public String toString() {
        return "from '" + from + "'";
      }
    }

    /** An attribute or extension of the CloudEvent. */
    record Attribute(String name) implements Source {
      @Override
      public String toString() {
        return "attribute '" + name + "'";
      }
    }

    /** The record around it. */
    record Envelope(Part part) implements Source {
      @Override
      public String toString() {
        return "record '" + part.name().toLowerCase(Locale.ROOT) + "'";
      }
    }
  }

  /** A part of a record of the log. */
  public enum Part {
    KEY,
    TOPIC,
    PARTITION,
    OFFSET,
    TIMESTAMP
  }

  /** Whether every row has a value. */
  public boolean isNeverNull() {
    return required || fallback != null;
  }

  /** What the source gives is of this type, or can be read as it. */
  boolean fitsItsSource() {
    boolean plain = type.isFitForKeys();
    return switch (source) {
      case Source.Data _ -> true;
      case Source.Attribute _ -> plain;
      case Source.Envelope(Part part) ->
          switch (part) {
            case KEY -> plain;
            case TOPIC -> type.equals(ColumnType.of(ColumnType.Element.TEXT));
            case PARTITION ->
                type.equals(ColumnType.of(ColumnType.Element.INTEGER))
                    || type.equals(ColumnType.of(ColumnType.Element.BIGINT));
            case OFFSET -> type.equals(ColumnType.of(ColumnType.Element.BIGINT));
            case TIMESTAMP -> type.equals(ColumnType.of(ColumnType.Element.TIMESTAMPTZ));
          };
    };
  }
}
