package dev.mocha.application.rebuilding;

/**
 * The history is not what a bulk load can take: an event twice and far apart, a record that cannot
 * be read, an event that is missing. A stream from the beginning deals with all of these, slower.
 */
public final class Irregular extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Irregular(String message) {
    super(message);
  }

  public Irregular(String message, Throwable cause) {
    super(message, cause);
  }
}
