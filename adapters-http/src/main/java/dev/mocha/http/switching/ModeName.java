package dev.mocha.http.switching;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mocha.application.switching.SwitchState.Mode;
import java.util.Locale;

/** Modes as they are written. */
public enum ModeName {
  @JsonProperty("old")
  OLD(Mode.OLD),
  @JsonProperty("shadow")
  SHADOW(Mode.SHADOW),
  @JsonProperty("ramp")
  RAMP(Mode.RAMP),
  @JsonProperty("new")
  NEW(Mode.NEW),
  @JsonProperty("new-only")
  NEW_ONLY(Mode.NEW_ONLY);

  private final Mode mode;

  ModeName(Mode mode) {
    this.mode = mode;
  }

  Mode mode() {
    return mode;
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
