package dev.mocha.domain.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MoneyTest {

  @Property
  void a_share_is_exact_to_the_half(
      @ForAll @LongRange(max = Money.MAX) long amount,
      @ForAll @IntRange(max = Money.FULL_BASIS_POINTS) int basisPoints) {
    BigDecimal exact =
        BigDecimal.valueOf(amount).multiply(BigDecimal.valueOf(basisPoints)).movePointLeft(4);

    assertThat(Money.share(amount, basisPoints))
        .isEqualTo(exact.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  @Property
  void a_mean_is_exact_to_the_half(
      @ForAll @LongRange(max = Long.MAX_VALUE) long sum,
      @ForAll @LongRange(min = 1, max = 1_000_000) long count) {
    BigDecimal exact =
        BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 0, RoundingMode.HALF_UP);

    assertThat(Money.mean(sum, count)).isEqualTo(exact.longValueExact());
  }

  @Example
  void halves_round_up() {
    assertThat(Money.share(1, 5_000)).isEqualTo(1);
    assertThat(Money.share(1, 4_999)).isZero();
    assertThat(Money.share(Money.MAX, Money.FULL_BASIS_POINTS)).isEqualTo(Money.MAX);
    assertThat(Money.mean(5, 2)).isEqualTo(3);
    assertThat(Money.mean(7, 3)).isEqualTo(2);
  }

  @Example
  void the_mean_over_a_count_of_0_is_0() {
    assertThat(Money.mean(0, 0)).isZero();
  }
}
