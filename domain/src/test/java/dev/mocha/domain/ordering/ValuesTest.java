package dev.mocha.domain.ordering;

import static dev.mocha.domain.ordering.Samples.IDR;
import static dev.mocha.domain.ordering.Samples.line;
import static dev.mocha.domain.ordering.Samples.placement;
import static dev.mocha.domain.ordering.Samples.refund;
import static dev.mocha.domain.ordering.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mocha.domain.ordering.OrderEvent.OrderPlaced;
import dev.mocha.domain.ordering.OrderEvent.OrderRefunded;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o",
        "0",
        "m-0001",
        "a.b_c-D",
        "A123456789012345678901234567890123456789012345678901234567890123"
      })
  void a_safe_name_is_an_id(String name) {
    assertThat(new OrderId(name)).hasToString(name);
    assertThat(new MerchantId(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        ".",
        "_a",
        "a/b",
        "a b",
        "a:b",
        "é",
        "a\n",
        "A1234567890123456789012345678901234567890123456789012345678901234"
      })
  void a_name_that_is_unsafe_in_a_path_is_not_an_id(String name) {
    assertNonsense(() -> new OrderId(name));
    assertNonsense(() -> new MerchantId(name));
  }

  @Test
  void a_line_has_a_positive_quantity_and_no_negative_price() {
    assertNonsense(() -> line(0, 1));
    assertNonsense(() -> line(-1, 1));
    assertNonsense(() -> line(OrderLine.MAX_QUANTITY + 1, 1));
    assertNonsense(() -> line(1, -1));
    assertNonsense(() -> line(1, OrderLine.MAX_UNIT_PRICE + 1));
    assertThat(line(OrderLine.MAX_QUANTITY, OrderLine.MAX_UNIT_PRICE).total())
        .isEqualTo(OrderLine.MAX_QUANTITY * OrderLine.MAX_UNIT_PRICE);
    assertThat(line(1, 0).total()).isZero();
  }

  @Test
  void an_order_has_lines_and_no_negative_amounts() {
    assertNonsense(() -> placement(0));
    assertNonsense(() -> placement(0, lines(Placement.MAX_LINES + 1)));
    assertThat(placement(0, lines(Placement.MAX_LINES)).itemsTotal()).isEqualTo(100);
    assertNonsense(() -> placement(-1, line(1, 1)));
    assertNonsense(() -> fees(-1, 0));
    assertNonsense(() -> fees(0, -1));
  }

  @Test
  void the_lines_of_an_order_are_immutable() {
    var lines = new ArrayList<>(List.of(line(1, 1)));
    Placement placement = withLines(lines, 0, 0);
    lines.clear();

    assertThat(placement.lines()).containsExactly(line(1, 1));
  }

  @Test
  void an_impossible_event_cannot_be_constructed() {
    assertThat(placed(List.of(line(1, 100)), 40, 60).itemsTotal()).isEqualTo(100);
    assertNonsense(() -> placed(List.of(), 0, 0));
    assertNonsense(() -> placed(List.of(line(1, 100)), 101, 0));
    assertNonsense(() -> placed(List.of(line(1, 100)), 40, 61));
    assertNonsense(() -> placed(List.of(line(1, 100)), -1, 0));
    assertNonsense(() -> placed(List.of(line(1, 100)), 0, -1));
    assertNonsense(() -> refunded(0));
    assertThat(refunded(1).amount()).isEqualTo(1);
  }

  @Test
  void the_total_of_an_order_is_the_sum_of_its_lines() {
    List<OrderLine> lines = List.of(line(2, 100), line(1, 50));

    assertThat(placed(lines, 250, 0, 0).itemsTotal()).isEqualTo(250);
    assertNonsense(() -> placed(lines, 249, 0, 0));
    assertNonsense(() -> placed(lines, 251, 0, 0));
    assertNonsense(() -> placed(List.of(line(1_000, 200_000_000_000L)), 0, 0));
  }

  @Test
  void a_refund_is_at_least_1() {
    assertNonsense(() -> refund(0));
    assertNonsense(() -> refund(-1));
    assertNonsense(() -> refund(Money.MAX + 1));
    assertThat(refund(1).amount()).isEqualTo(1);
  }

  @Test
  void a_commission_is_a_share_of_the_whole() {
    assertNonsense(() -> terms("Sari", LocalTime.MIDNIGHT, IDR, -1));
    assertNonsense(() -> terms("Sari", LocalTime.MIDNIGHT, IDR, 10_001));
    assertThat(terms("Sari", LocalTime.MIDNIGHT, IDR, 10_000).commissionBps()).isEqualTo(10_000);
    assertThat(terms("Sari", LocalTime.MIDNIGHT, IDR, 0).commissionBps()).isZero();
  }

  private static OrderPlaced placed(List<OrderLine> lines, long discount, long commission) {
    return placed(lines, OrderLine.total(lines), discount, commission);
  }

  private static OrderPlaced placed(
      List<OrderLine> lines, long itemsTotal, long discount, long commission) {
    return new OrderPlaced(
        Samples.ORDER,
        Samples.MERCHANT,
        LocalDate.of(2018, 7, 26),
        Instant.EPOCH,
        ZoneOffset.UTC,
        IDR,
        "F-1",
        "c-9",
        "GOPAY",
        lines,
        itemsTotal,
        discount,
        0,
        0,
        commission,
        null);
  }

  private static OrderRefunded refunded(long amount) {
    return new OrderRefunded(
        Samples.ORDER, Samples.MERCHANT, LocalDate.of(2018, 7, 26), Instant.EPOCH, amount, null);
  }

  private static void assertNonsense(ThrowingCallable construction) {
    assertThatIllegalArgumentException().isThrownBy(construction);
  }

  private static OrderLine[] lines(int count) {
    return Collections.nCopies(count, line(1, 1)).toArray(new OrderLine[0]);
  }

  private static Placement fees(long deliveryFee, long tax) {
    return withLines(List.of(line(1, 1)), deliveryFee, tax);
  }

  private static Placement withLines(List<OrderLine> lines, long deliveryFee, long tax) {
    return new Placement(
        Samples.ORDER, Samples.MERCHANT, "F-1", "c-9", "GOPAY", lines, 0, deliveryFee, tax, null);
  }
}
