package dev.mocha.application.rebuilding;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the differences that a test defines. */
public final class VerificationInMemory implements Verification {

  private final Map<String, DayDifferences> differences = new HashMap<>();
  private DayDifferences betweenOthers = DayDifferences.NONE;
  private Runnable onCompare = () -> {};

  /** So many days of the generation differ from its own orders. */
  public void differWithin(String generation, int days) {
    differences.put(generation, differences(generation, days));
  }

  /** So many days of two generations differ. */
  public void differ(String left, String right, int days) {
    differences.put(left + " and " + right, differences(left + " and " + right, days));
  }

  /** Any other two generations differ by this. */
  public void differ(DayDifferences by) {
    betweenOthers = by;
  }

  /** Nothing differs again. */
  public void clear() {
    differences.clear();
    betweenOthers = DayDifferences.NONE;
    onCompare = () -> {};
  }

  public void onCompare(Runnable happens) {
    onCompare = happens;
  }

  public static DayDifferences differences(String comparison, int days) {
    return days == 0
        ? DayDifferences.NONE
        : new DayDifferences(
            days,
            List.of(
                DayDifference.of(
                    comparison,
                    new MerchantId("m-1"),
                    LocalDate.of(2018, 7, 26),
                    List.of(new FieldDifference("totals.items", "1", "2")))));
  }

  @Override
  public DayDifferences between(Generation left, Generation right) {
    onCompare.run();
    return differences.getOrDefault(left.name() + " and " + right.name(), betweenOthers);
  }

  @Override
  public DayDifferences within(Generation generation) {
    onCompare.run();
    return differences.getOrDefault(generation.name(), DayDifferences.NONE);
  }
}
