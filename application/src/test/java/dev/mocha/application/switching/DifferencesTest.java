package dev.mocha.application.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.application.switching.ComparisonStats.Kind;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  private static final Map<String, String> PRIMARY =
      Map.of(
          "dayStart", "2018-07-25T21:00:00Z",
          "dayEnd", "2018-07-26T21:00:00Z",
          "summary.orders", "2",
          "summary.grossSales", "50000",
          "orders.items.o-1.placedAt", "2018-07-26T05:00:00Z",
          "orders.items.o-1.customerId", "c-9",
          "orders.items.o-1.status", "DELIVERED");

  private static Map<String, String> with(String path, String value) {
    var changed = new HashMap<>(PRIMARY);
    changed.put(path, value);
    return changed;
  }

  private static Map<String, String> withoutTheOrder(Map<String, String> fields) {
    var changed = new HashMap<>(fields);
    changed.keySet().removeIf(it -> it.startsWith("orders.items."));
    changed.put("summary.orders", "1");
    return changed;
  }

  private static Kind kind(Map<String, String> candidate) {
    return Differences.between(PRIMARY, candidate).kind();
  }

  @Test
  void equal_responses_have_no_differences() {
    assertThat(Differences.between(PRIMARY, new HashMap<>(PRIMARY)).isEmpty()).isTrue();
  }

  @Test
  void another_figure_is_a_value_mismatch() {
    assertThat(kind(with("summary.grossSales", "50002"))).isEqualTo(Kind.VALUE);
    assertThat(kind(with("summary.orders", "3"))).isEqualTo(Kind.VALUE);
    assertThat(kind(with("orders.items.o-1.status", "REJECTED"))).isEqualTo(Kind.VALUE);
  }

  @Test
  void an_amount_that_differs_by_the_smallest_unit_is_rounding() {
    assertThat(kind(with("summary.grossSales", "50001"))).isEqualTo(Kind.ROUNDING);
    assertThat(kind(with("summary.grossSales", "49999"))).isEqualTo(Kind.ROUNDING);
  }

  @Test
  void an_order_in_one_response_only_is_missing() {
    assertThat(kind(withoutTheOrder(PRIMARY))).isEqualTo(Kind.MISSING);
    assertThat(Differences.between(withoutTheOrder(PRIMARY), PRIMARY).kind())
        .isEqualTo(Kind.MISSING);
  }

  @Test
  void an_order_in_one_response_only_within_an_hour_of_an_end_of_the_day_is_a_boundary_mismatch() {
    for (String near : new String[] {"2018-07-25T22:00:00Z", "2018-07-26T20:00:00Z"}) {
      Map<String, String> primary = with("orders.items.o-1.placedAt", near);
      assertThat(Differences.between(primary, withoutTheOrder(primary)).kind())
          .isEqualTo(Kind.BOUNDARY);
    }
    Map<String, String> far = with("orders.items.o-1.placedAt", "2018-07-25T22:00:01Z");
    assertThat(Differences.between(far, withoutTheOrder(far)).kind()).isEqualTo(Kind.MISSING);
    assertThat(kind(with("dayEnd", "2018-07-26T22:00:00Z"))).isEqualTo(Kind.BOUNDARY);
  }

  @Test
  void a_sample_hashes_personal_data_so_that_values_can_still_be_compared() {
    Map<String, String> candidate = with("orders.items.o-1.customerId", "c-8");

    assertThat(Differences.between(PRIMARY, candidate).sample(9))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.field()).isEqualTo("orders.items.o-1.customerId");
              assertThat(it.left()).startsWith("sha256:").doesNotContain("c-9");
              assertThat(it.right()).startsWith("sha256:").isNotEqualTo(it.left());
            });
    assertThat(Differences.between(PRIMARY, with("summary.orders", "3")).sample(9))
        .containsExactly(new FieldDifference("summary.orders", "2", "3"));
    assertThat(Differences.between(PRIMARY, withoutTheOrder(PRIMARY)).sample(2)).hasSize(2);
  }
}
