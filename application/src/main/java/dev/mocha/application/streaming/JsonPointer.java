package dev.mocha.application.streaming;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JSON Pointer. Source: RFC 6901.
 *
 * @param tokens unescaped; empty for the whole document
 */
public record JsonPointer(List<String> tokens) {

  /** The whole document. */
  public static final JsonPointer WHOLE = new JsonPointer(List.of());

  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /**
   * Parses a pointer.
   *
   * @throws IllegalArgumentException when the text is not a JSON Pointer
   */
  public static JsonPointer of(String text) {
    if (text.isEmpty()) {
      return WHOLE;
    }
    if (text.charAt(0) != '/') {
      throw new IllegalArgumentException("a JSON Pointer must be empty or begin with /");
    }
    return new JsonPointer(
        Stream.of(text.substring(1).split("/", -1)).map(JsonPointer::unescaped).toList());
  }

  /** Whether the other points to this value or into it. */
  public boolean contains(JsonPointer other) {
    return other.tokens.size() >= tokens.size()
        && other.tokens.subList(0, tokens.size()).equals(tokens);
  }

  private static String unescaped(String token) {
    String rest = token.replace("~0", "").replace("~1", "");
    if (rest.contains("~")) {
      throw new IllegalArgumentException(
          "a JSON Pointer must write ~ as ~0 and / within a name as ~1");
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  @Override
  public String toString() {
    return tokens.stream()
        .map(it -> "/" + it.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }
}
