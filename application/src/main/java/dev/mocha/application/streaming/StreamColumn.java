package dev.mocha.application.streaming;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table of a stream.
 *
 * @param source where its value comes from
 * @param required whether a record without a value is invalid
 * @param defaultValue for a record without a value; null for none
 */
public record StreamColumn(
    String name, ColumnType type, Source source, boolean required, @Nullable Object defaultValue) {

  /** Where a value comes from. */
  public sealed interface Source {

    /** A value in the data. */
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

    /** A part of the Kafka record. */
    record Envelope(Part part) implements Source {
      @Override
      public String toString() {
        return "record '" + part.name().toLowerCase(Locale.ROOT) + "'";
      }
    }
  }

  public enum Part {
    KEY,
    TOPIC,
    PARTITION,
    OFFSET,
    TIMESTAMP
  }

  /** Whether every row has a value. */
  public boolean isNeverNull() {
    return required || defaultValue != null;
  }

  /** Whether a value of the source can be a value of the type. */
  boolean typeFitsSource() {
    boolean plain = type.canBeKey();
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
