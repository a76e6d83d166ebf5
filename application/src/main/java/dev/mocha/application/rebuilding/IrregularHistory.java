package dev.mocha.application.rebuilding;

import dev.mocha.application.failures.Conflict;

/**
 * The history cannot be loaded in bulk: an event comes twice and far apart, an event is missing, or
 * a record cannot be read. A stream that reads the log from the beginning handles all of these, but
 * more slowly.
 */
public final class IrregularHistory extends Conflict {
  private static final long serialVersionUID = 1;

  public IrregularHistory(String message) {
    super(message);
  }

  public IrregularHistory(String message, Throwable cause) {
    super(message, cause);
  }
}
