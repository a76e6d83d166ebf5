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
 * The type of a column, by its name in PostgreSQL, and of its values here.
 *
 * @param element of one value
 * @param isArray whether the values are lists of such
 */
public record ColumnType(Element element, boolean isArray) {

  private static final String ARRAY = "[]";

  /** The types there are. Moments are kept to the microsecond, JSON is kept as its text. */
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

    /** Its name in PostgreSQL. */
    public String sql() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Values of this type, one each. */
  public static ColumnType of(Element element) {
    return new ColumnType(element, false);
  }

  /** The type of this name; arrays are written {@code text[]}. */
  public static Optional<ColumnType> named(String name) {
    boolean array = name.endsWith(ARRAY);
    String element = array ? name.substring(0, name.length() - ARRAY.length()) : name;
    return Stream.of(Element.values())
        .filter(it -> it.sql().equals(element))
        .findFirst()
        .map(it -> new ColumnType(it, array));
  }

  /** Its name in PostgreSQL. */
  public String sql() {
    return isArray ? element.sql() + ARRAY : element.sql();
  }

  /** Whether this can be a value of a column of this type. */
  public boolean takes(Object value) {
    return isArray
        ? value instanceof List<?> list
            && list.stream().allMatch(it -> it == null || element.values.isInstance(it))
        : element.values.isInstance(value);
  }

  /** Whether a value can tell a row from others. */
  boolean isFitForKeys() {
    return !isArray && element != Element.JSONB;
  }

  /** Whether one value is newer than another by the same order here and in PostgreSQL. */
  boolean isFitForVersions() {
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
