package dev.mocha.application.failures;

import org.jspecify.annotations.Nullable;

/** The reason that a process cannot start: a sentence for operators that says what to change. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
