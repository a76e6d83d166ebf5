package dev.mocha.application.rebuilding;

import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what a test says. */
final class VerificationInMemory implements Verification {

  private final Map<String, Findings> found = new HashMap<>();
  private Runnable onLook = () -> {};

  /** So many days of the generation differ from its own orders. */
  void differsWithin(String generation, int days) {
    found.put(generation, findings(generation, days));
  }

  /** So many days of two generations differ. */
  void differs(String one, String other, int days) {
    found.put(one + " and " + other, findings(one + " and " + other, days));
  }

  void onLook(Runnable happens) {
    onLook = happens;
  }

  static Findings findings(String what, int days) {
    return days == 0
        ? Findings.NONE
        : new Findings(
            days,
            List.of(
                DayDifference.of(
                    what,
                    new MerchantId("m-1"),
                    LocalDate.of(2018, 7, 26),
                    List.of(new FieldDifference("totals.items", "1", "2")))));
  }

  @Override
  public Findings between(Generation one, Generation other) {
    onLook.run();
    return found.getOrDefault(one.name() + " and " + other.name(), Findings.NONE);
  }

  @Override
  public Findings within(Generation generation) {
    onLook.run();
    return found.getOrDefault(generation.name(), Findings.NONE);
  }
}
