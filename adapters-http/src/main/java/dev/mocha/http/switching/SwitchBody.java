package dev.mocha.http.switching;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mocha.application.switching.Gate.Verdict;
import dev.mocha.application.switching.SwitchControl.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the switch stands, what was seen since, and what the gate says to it. */
record SwitchBody(
    long term, SettingBody setting, Instant since, StatsBody evidence, GateBody gate) {

  /** {@code go-on} with the next share, {@code wait} or {@code go-back} with the reasons. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GateBody(String verdict, @Nullable Integer nextShare, List<String> reasons) {

    static GateBody of(Verdict verdict) {
      return switch (verdict) {
        case Verdict.GoOn(var to) -> new GateBody("go-on", to.share(), List.of());
        case Verdict.Wait(var missing) -> new GateBody("wait", null, missing);
        case Verdict.GoBack(_, var reason, _) -> new GateBody("go-back", null, List.of(reason));
      };
    }
  }

  static SwitchBody of(Status it) {
    return new SwitchBody(
        it.state().term(),
        SettingBody.of(it.state().setting()),
        it.state().since(),
        StatsBody.of(it.seen()),
        GateBody.of(it.verdict()));
  }
}
