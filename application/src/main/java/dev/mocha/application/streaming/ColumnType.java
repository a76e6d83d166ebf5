package dev.mocha.application.streaming;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The type of a column.
 *
 * @param isArray whether a value is a list of elements
 */
public record ColumnType(Element element, boolean isArray) {

  private static final String ARRAY = "[]";

  /** The type of one element. A timestamp has microseconds; JSON is text. */
  public enum Element {
    TEXT(String.class),
    INTEGER(Integer.class),
    BIGINT(Long.class),
    NUMERIC(BigDecimal.class),
    BOOLEAN(Boolean.class),
    DATE(LocalDate.class),
    TIMESTAMPTZ(Instant.class),
    UUID(UUID.class),
    JSONB(String.class);

    private final Class<?> values;

    Element(Class<?> values) {
      this.values = values;
    }

    /** The name in PostgreSQL. */
    public String sql() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The type of single values. */
  public static ColumnType of(Element element) {
    return new ColumnType(element, false);
  }

  /** The type with this PostgreSQL name, such as {@code text} or {@code text[]}. */
  public static Optional<ColumnType> named(String name) {
    boolean array = name.endsWith(ARRAY);
    String element = array ? name.substring(0, name.length() - ARRAY.length()) : name;
    return Stream.of(Element.values())
        .filter(it -> it.sql().equals(element))
        .findFirst()
        .map(it -> new ColumnType(it, array));
  }

  /** The name in PostgreSQL. */
  public String sql() {
    return isArray ? element.sql() + ARRAY : element.sql();
  }

  /** Whether this is a value of this type. */
  public boolean accepts(Object value) {
    return isArray
        ? value instanceof List<?> list
            && list.stream().allMatch(it -> it == null || element.values.isInstance(it))
        : element.values.isInstance(value);
  }

  boolean canBeKey() {
    return !isArray && element != Element.JSONB;
  }

  /** Whether Java and PostgreSQL order the values alike. */
  boolean canBeVersion() {
    return !isArray
        && switch (element) {
          case INTEGER, BIGINT, NUMERIC, DATE, TIMESTAMPTZ -> true;
          case TEXT, BOOLEAN, UUID, JSONB -> false;
        };
  }

  @Override
  public String toString() {
    return sql();
  }
}
