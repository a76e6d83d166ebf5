package dev.mocha.logclient;

import java.net.URI;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of the schema of an event's data.
 *
 * @param type the event's type: letters, digits, dots, underscores and hyphens
 * @param revision counted from 1
 */
public record SchemaId(String type, String revision) implements Comparable<SchemaId> {

  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern REVISION = Pattern.compile("[1-9][0-9]{0,5}");

  /**
   * @throws IllegalArgumentException when the type or the revision is malformed
   */
  public SchemaId {
    if (!isType(type) || !isRevision(revision)) {
      throw new IllegalArgumentException("malformed type or revision: " + type + ", " + revision);
    }
  }

  /**
   * The schema that this attribute of an event names by its last two segments, such as {@code
   * http://example.com/order-placed/1} or {@code urn:example:order-placed:1}.
   */
  public static Optional<SchemaId> namedBy(@Nullable String dataSchema) {
    if (dataSchema == null) {
      return Optional.empty();
    }
    char separator = dataSchema.indexOf('/') < 0 ? ':' : '/';
    int beforeRevision = dataSchema.lastIndexOf(separator);
    int beforeType = dataSchema.lastIndexOf(separator, beforeRevision - 1);
    if (beforeType < 0) {
      return Optional.empty();
    }
    String type = dataSchema.substring(beforeType + 1, beforeRevision);
    String revision = dataSchema.substring(beforeRevision + 1);
    return isType(type) && isRevision(revision)
        ? Optional.of(new SchemaId(type, revision))
        : Optional.empty();
  }

  /** The {@code dataschema} attribute that names this schema below a base address. */
  public URI under(URI base) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + type + "/" + revision);
  }

  /** The revision after this one. */
  public SchemaId next() {
    return new SchemaId(type, Integer.toString(Integer.parseInt(revision) + 1));
  }

  static boolean isType(String text) {
    return TYPE.matcher(text).matches();
  }

  static boolean isRevision(String text) {
    return REVISION.matcher(text).matches();
  }

  @Override
  public int compareTo(SchemaId other) {
    return Comparator.comparing(SchemaId::type)
        .thenComparing(it -> Integer.parseInt(it.revision()))
        .compare(this, other);
  }

  @Override
  public String toString() {
    return type + "/" + revision;
  }
}
