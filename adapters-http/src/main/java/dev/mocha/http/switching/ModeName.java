package dev.mocha.http.switching;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mocha.application.switching.SwitchState.Mode;
import java.util.Locale;

/** The names of modes in JSON and on the page. */
public enum ModeName {
  @JsonProperty("primary")
  PRIMARY,
  @JsonProperty("shadow")
  SHADOW,
  @JsonProperty("ramp")
  RAMP,
  @JsonProperty("candidate")
  CANDIDATE,
  @JsonProperty("candidate-only")
  CANDIDATE_ONLY;

  Mode mode() {
    return Mode.valueOf(name());
  }

  static ModeName of(Mode mode) {
    return valueOf(mode.name());
  }

  /** As in JSON. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
