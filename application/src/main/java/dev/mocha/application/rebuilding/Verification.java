package dev.mocha.application.rebuilding;

import dev.mocha.application.comparing.FieldDifference;
import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** Compares generations, day by day. */
public interface Verification {

  /**
   * Compares the days of two generations, in one snapshot. Streams write to both meanwhile, and one
   * may be a few events ahead: a day that differs is compared again for some seconds.
   */
  DayDifferences between(Generation left, Generation right);

  /** Compares the stored figures of each day with its orders. Reads every row. */
  DayDifferences within(Generation generation);

  /**
   * The result of a comparison.
   *
   * @param total how many days differ; a day that differs both from its orders and from another
   *     generation counts twice
   * @param first the first of them
   */
  record DayDifferences(long total, List<DayDifference> first) {

    public static final DayDifferences NONE = new DayDifferences(0, List.of());

    public DayDifferences {
      first = List.copyOf(first);
    }

    public DayDifferences and(DayDifferences others) {
      return new DayDifferences(
          total + others.total, Stream.concat(first.stream(), others.first.stream()).toList());
    }
  }

  /**
   * A day that differs.
   *
   * @param comparison names both sides
   * @param fields the first that differ
   * @param moreFields how many others differ
   */
  record DayDifference(
      String comparison,
      MerchantId merchantId,
      LocalDate date,
      List<FieldDifference> fields,
      int moreFields) {

    private static final int MAX_FIELDS = 50;

    public DayDifference {
      fields = List.copyOf(fields);
    }

    public static DayDifference of(
        String comparison, MerchantId merchantId, LocalDate date, List<FieldDifference> all) {
      List<FieldDifference> first = all.stream().limit(MAX_FIELDS).toList();
      return new DayDifference(comparison, merchantId, date, first, all.size() - first.size());
    }
  }
}
