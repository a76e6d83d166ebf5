package samples.floating.domain;

import java.util.List;

/** Amounts of every kind that rounds. */
final class Price {

  long exact;
  double amount;

  void pay(float amount) {}

  List<Double> rates() {
    return List.of();
  }
}
