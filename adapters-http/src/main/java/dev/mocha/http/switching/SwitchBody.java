package dev.mocha.http.switching;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mocha.application.switching.Gate.Verdict;
import dev.mocha.application.switching.SwitchControl.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of the switch, with the statistics of this epoch and the verdict of the gate. */
record SwitchBody(
    long epoch, SettingBody setting, Instant since, StatsBody statistics, GateBody gate) {

  /** {@code advance} with the next share, or {@code wait} or {@code roll-back} with the reasons. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GateBody(String verdict, @Nullable Integer nextShare, List<String> reasons) {

    static GateBody of(Verdict verdict) {
      return switch (verdict) {
        case Verdict.Advance(var to) -> new GateBody("advance", to.share(), List.of());
        case Verdict.Wait(var reasons) -> new GateBody("wait", null, reasons);
        case Verdict.RollBack(_, var reason, _) -> new GateBody("roll-back", null, List.of(reason));
      };
    }
  }

  static SwitchBody of(Status it) {
    return new SwitchBody(
        it.state().epoch(),
        SettingBody.of(it.state().setting()),
        it.state().since(),
        StatsBody.of(it.stats()),
        GateBody.of(it.verdict()));
  }
}
