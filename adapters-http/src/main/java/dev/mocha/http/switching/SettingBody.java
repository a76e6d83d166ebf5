package dev.mocha.http.switching;

import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.domain.ordering.MerchantId;
import java.util.List;

/** A setting of the switch. {@code share} is in percent. */
record SettingBody(
    ModeName mode, int share, List<String> always, List<String> never, boolean automatic) {

  static SettingBody of(Setting it) {
    return new SettingBody(
        ModeName.of(it.mode()),
        it.share(),
        it.always().stream().map(MerchantId::value).sorted().toList(),
        it.never().stream().map(MerchantId::value).sorted().toList(),
        it.automatic());
  }
}
