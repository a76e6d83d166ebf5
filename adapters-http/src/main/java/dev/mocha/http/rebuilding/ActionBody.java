package dev.mocha.http.rebuilding;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.http.web.ChangeRequest;
import dev.mocha.http.web.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Which generation, who orders it and why; {@code force} whatever is found to differ, or still
 * answers another version. Without a generation it is the one that the order can only mean.
 */
record ActionBody(
    @PlainText(max = 63) @Nullable String generation,
    @Nullable Boolean force,
    @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String by,
    @PlainText(max = ChangeRequest.MAX_LENGTH) @Nullable String reason) {

  static final ActionBody NONE = new ActionBody(null, null, null, null);

  boolean forced() {
    return Boolean.TRUE.equals(force);
  }

  RequestedBy requestedBy() {
    return new ChangeRequest(by, reason).requestedBy();
  }
}
