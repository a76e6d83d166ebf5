package dev.mocha.application.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.application.switching.SwitchState.Setting;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchStateTest {

  private static final MerchantId FIRST = new MerchantId("m-0001");
  private static final List<MerchantId> MERCHANTS =
      IntStream.rangeClosed(1, 10_000)
          .mapToObj(it -> new MerchantId("m-%04d".formatted(it)))
          .toList();

  private static SwitchState ramp(int share, Set<MerchantId> always, Set<MerchantId> never) {
    return new SwitchState(1, new Setting(Mode.RAMP, share, always, never, false), Instant.EPOCH);
  }

  private static List<MerchantId> usingCandidateAt(int share) {
    SwitchState state = ramp(share, Set.of(), Set.of());
    return MERCHANTS.stream().filter(state::usesCandidate).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 25, 50, 99, 100})
  void the_share_of_merchants_is_right_within_a_percent(int share) {
    assertThat(usingCandidateAt(share).size() / 100.0).isCloseTo(share, Offset.offset(1.0));
  }

  @Test
  void no_merchant_returns_to_the_primary_while_the_share_grows() {
    for (int share = 1; share <= 100; share++) {
      assertThat(Set.copyOf(usingCandidateAt(share)).containsAll(usingCandidateAt(share - 1)))
          .as("%d", share)
          .isTrue();
    }
    assertThat(usingCandidateAt(100)).isEqualTo(MERCHANTS);
  }

  @Test
  void a_merchant_always_has_the_same_place_in_the_ramp() {
    assertThat(usingCandidateAt(1)).startsWith(new MerchantId("m-0062"));
  }

  @Test
  void exceptions_always_or_never_use_the_candidate() {
    assertThat(ramp(0, Set.of(FIRST), Set.of()).usesCandidate(FIRST)).isTrue();
    assertThat(ramp(100, Set.of(), Set.of(FIRST)).usesCandidate(FIRST)).isFalse();
    assertThat(ramp(0, Set.of(FIRST), Set.of(FIRST)).usesCandidate(FIRST)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PRIMARY, false", "SHADOW, false", "CANDIDATE, true", "CANDIDATE_ONLY, true"})
  void other_modes_have_no_exceptions(Mode mode, boolean usesCandidate) {
    var setting = new Setting(mode, 0, Set.of(FIRST), Set.of(FIRST), false);

    assertThat(new SwitchState(1, setting, Instant.EPOCH).usesCandidate(FIRST))
        .isEqualTo(usesCandidate);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void a_share_is_0_to_100_percent(int share) {
    assertThatIllegalArgumentException().isThrownBy(() -> ramp(share, Set.of(), Set.of()));
  }
}
