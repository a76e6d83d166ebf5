package dev.mocha.logclient;

/**
 * One fault of an event.
 *
 * @param pointer a JSON Pointer (RFC 6901) to the fault
 * @param message a predicate, such as {@code is required}
 */
public record Violation(String pointer, String message) {

  /** The same fault, with its pointer below a prefix. */
  Violation below(String prefix) {
    return new Violation(prefix + pointer, message);
  }

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "the document" : pointer) + " " + message;
  }
}
