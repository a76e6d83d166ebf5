package dev.mocha.application.rebuilding;

/**
 * The history is not what a bulk load can take: an event twice and far apart, a record that cannot
 * be read, an event that is missing. A stream from the beginning deals with all of these, slower.
 */
public final class IrregularHistory extends RuntimeException {
  private static final long serialVersionUID = 1;

  public IrregularHistory(String message) {
    super(message);
  }

  public IrregularHistory(String message, Throwable cause) {
    super(message, cause);
  }
}
