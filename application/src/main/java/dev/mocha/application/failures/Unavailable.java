package dev.mocha.application.failures;

import org.jspecify.annotations.Nullable;

/** Something that a request needs is not available; the caller can try again. */
public abstract class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String detail;
  private final int retryAfterSeconds;

  /**
   * @param detail for callers and for the log
   */
  protected Unavailable(String detail, @Nullable Throwable cause, int retryAfterSeconds) {
    this(detail, cause, detail, retryAfterSeconds);
  }

  /**
   * @param reason for the log only
   * @param detail for callers
   */
  protected Unavailable(
      String reason, @Nullable Throwable cause, String detail, int retryAfterSeconds) {
    super(reason, cause);
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public String detail() {
    return detail;
  }

  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
