package dev.mocha.logclient;

/**
 * One thing that is wrong with an event.
 *
 * @param pointer where: a JSON Pointer (RFC 6901)
 * @param message what, in words that go on after the pointer
 */
public record Violation(String pointer, String message) {

  /** The same thing seen from further outside. */
  Violation below(String prefix) {
    return new Violation(prefix + pointer, message);
  }

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "the whole" : pointer) + " " + message;
  }
}
