package dev.mocha.http.web;

import dev.mocha.application.audit.RequestedBy;
import java.security.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who asks for a change, and why: the whole body of a request, or the last fields of one. */
public record ChangeRequest(
    @PlainText(max = MAX_LENGTH) @Nullable String by,
    @PlainText(max = MAX_LENGTH) @Nullable String reason) {

  public static final int MAX_LENGTH = 500;

  /** For a request without a body. */
  public static final ChangeRequest EMPTY = new ChangeRequest(null, null);

  private static final String NOT_GIVEN = "not given";

  public RequestedBy requestedBy() {
    return new RequestedBy(
        Objects.requireNonNullElse(by, NOT_GIVEN), Objects.requireNonNullElse(reason, NOT_GIVEN));
  }

  /** Always names the caller, even where {@code by} names somebody else. */
  public RequestedBy requestedBy(Principal caller) {
    String name = caller.getName();
    return new RequestedBy(
        by == null || by.equals(name) ? name : "%s (%s)".formatted(by, name),
        Objects.requireNonNullElse(reason, NOT_GIVEN));
  }
}
