package dev.mocha.application.failures;

/** The present state does not allow what was requested. The message says why, also to callers. */
public abstract class Conflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  protected Conflict(String message) {
    super(message);
  }

  protected Conflict(String message, Throwable cause) {
    super(message, cause);
  }
}
