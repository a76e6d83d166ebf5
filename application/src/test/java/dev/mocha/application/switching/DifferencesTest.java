package dev.mocha.application.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.Mismatches.Field;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  private static final Map<String, String> OLD =
      Map.of(
          "dayStart", "2018-07-25T21:00:00Z",
          "dayEnd", "2018-07-26T21:00:00Z",
          "summary.orders", "2",
          "summary.grossSales", "50000",
          "orders.items.o-1.placedAt", "2018-07-26T05:00:00Z",
          "orders.items.o-1.customerId", "c-9",
          "orders.items.o-1.status", "DELIVERED");

  private static Map<String, String> with(String path, String value) {
    var changed = new HashMap<>(OLD);
    changed.put(path, value);
    return changed;
  }

  private static Map<String, String> withoutTheOrder(Map<String, String> fields) {
    var changed = new HashMap<>(fields);
    changed.keySet().removeIf(it -> it.startsWith("orders.items."));
    changed.put("summary.orders", "1");
    return changed;
  }

  private static Counted kind(Map<String, String> young) {
    return Differences.between(OLD, young).kind();
  }

  @Test
  void equal_answers_do_not_differ() {
    assertThat(Differences.between(OLD, new HashMap<>(OLD)).isEmpty()).isTrue();
  }

  @Test
  void a_figure_that_is_another_is_wrong() {
    assertThat(kind(with("summary.grossSales", "50002"))).isEqualTo(Counted.WRONG);
    assertThat(kind(with("summary.orders", "3"))).isEqualTo(Counted.WRONG);
    assertThat(kind(with("orders.items.o-1.status", "REJECTED"))).isEqualTo(Counted.WRONG);
  }

  @Test
  void an_amount_by_the_smallest_unit_is_rounding() {
    assertThat(kind(with("summary.grossSales", "50001"))).isEqualTo(Counted.ROUNDING);
    assertThat(kind(with("summary.grossSales", "49999"))).isEqualTo(Counted.ROUNDING);
  }

  @Test
  void an_order_in_one_answer_only_is_missing() {
    assertThat(kind(withoutTheOrder(OLD))).isEqualTo(Counted.MISSING);
    assertThat(Differences.between(withoutTheOrder(OLD), OLD).kind()).isEqualTo(Counted.MISSING);
  }

  @Test
  void such_an_order_within_an_hour_of_an_end_of_the_day_is_a_matter_of_the_boundary() {
    for (String near : new String[] {"2018-07-25T22:00:00Z", "2018-07-26T20:00:00Z"}) {
      Map<String, String> old = with("orders.items.o-1.placedAt", near);
      assertThat(Differences.between(old, withoutTheOrder(old)).kind()).isEqualTo(Counted.BOUNDARY);
    }
    Map<String, String> far = with("orders.items.o-1.placedAt", "2018-07-25T22:00:01Z");
    assertThat(Differences.between(far, withoutTheOrder(far)).kind()).isEqualTo(Counted.MISSING);
    assertThat(kind(with("dayEnd", "2018-07-26T22:00:00Z"))).isEqualTo(Counted.BOUNDARY);
  }

  @Test
  void what_concerns_persons_cannot_be_read_in_a_sample_but_be_compared() {
    Map<String, String> young = with("orders.items.o-1.customerId", "c-8");

    assertThat(Differences.between(OLD, young).sample(9))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.path()).isEqualTo("orders.items.o-1.customerId");
              assertThat(it.old()).startsWith("sha256:").doesNotContain("c-9");
              assertThat(it.young()).startsWith("sha256:").isNotEqualTo(it.old());
            });
    assertThat(Differences.between(OLD, with("summary.orders", "3")).sample(9))
        .containsExactly(new Field("summary.orders", "2", "3"));
    assertThat(Differences.between(OLD, withoutTheOrder(OLD)).sample(2)).hasSize(2);
  }
}
