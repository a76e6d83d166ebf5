package dev.mocha.http.web;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who orders something, for what is kept of it. */
public final class Signed {

  private Signed() {}

  /** Whatever is given, it names who the token is of. */
  public static String by(@Nullable String given, Principal caller) {
    String name = caller.getName();
    return given == null || given.equals(name) ? name : "%s (%s)".formatted(given, name);
  }
}
