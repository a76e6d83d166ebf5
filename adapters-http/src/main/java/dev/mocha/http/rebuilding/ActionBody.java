package dev.mocha.http.rebuilding;

import dev.mocha.application.rebuilding.Generations.Action;
import dev.mocha.http.web.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * Which generation, who orders it and why; {@code force} whatever is found to differ, or still
 * answers another version. Without a generation it is the one that the order can only mean.
 */
record ActionBody(
    @PlainText(max = 63) @Nullable String generation,
    @Nullable Boolean force,
    @PlainText(max = RebuildBody.LONGEST) @Nullable String by,
    @PlainText(max = RebuildBody.LONGEST) @Nullable String reason) {

  static final ActionBody NONE = new ActionBody(null, null, null, null);

  private static final String NOT_GIVEN = "not given";

  boolean forced() {
    return Boolean.TRUE.equals(force);
  }

  Action toAction() {
    return action(by, reason);
  }

  static Action action(@Nullable String by, @Nullable String reason) {
    return new Action(by == null ? NOT_GIVEN : by, reason == null ? NOT_GIVEN : reason);
  }
}
