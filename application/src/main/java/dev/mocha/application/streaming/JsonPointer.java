package dev.mocha.application.streaming;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in a JSON text, as RFC 6901 writes it; no tokens stand for the whole.
 *
 * @param tokens from the outside in, with their escapes resolved
 */
public record JsonPointer(List<String> tokens) {

  /** The whole text. */
  public static final JsonPointer WHOLE = new JsonPointer(List.of());

  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /**
   * Reads a pointer.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static JsonPointer of(String text) {
    if (text.isEmpty()) {
      return WHOLE;
    }
    if (text.charAt(0) != '/') {
      throw new IllegalArgumentException("a JSON Pointer is empty or begins with /");
    }
    return new JsonPointer(
        Stream.of(text.substring(1).split("/", -1)).map(JsonPointer::unescaped).toList());
  }

  /** Whether the other is this place or lies within it. */
  public boolean holds(JsonPointer other) {
    return other.tokens.size() >= tokens.size()
        && other.tokens.subList(0, tokens.size()).equals(tokens);
  }

  private static String unescaped(String token) {
    String rest = token.replace("~0", "").replace("~1", "");
    if (rest.contains("~")) {
      throw new IllegalArgumentException("in a JSON Pointer ~ is written ~0, and / is written ~1");
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
