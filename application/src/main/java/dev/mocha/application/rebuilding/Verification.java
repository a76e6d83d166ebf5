package dev.mocha.application.rebuilding;

import dev.mocha.domain.ordering.MerchantId;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** Compares what generations hold. */
public interface Verification {

  /**
   * The days of which two generations hold different figures, each taken at one moment. Both are
   * written meanwhile: a day that differs is looked at again for some seconds, because one of the
   * two may be ahead by a few events.
   */
  Findings between(Generation one, Generation other);

  /**
   * The days whose figures and checksum, as kept, are not what follows from their orders.
   *
   * <p>Reads every row.
   */
  Findings within(Generation generation);

  /**
   * What was found.
   *
   * @param days how many days differ; one that differs from its orders and from another generation
   *     counts twice
   * @param listed the first of them
   */
  record Findings(long days, List<DayDifference> listed) {

    /** Nothing differs. */
    public static final Findings NONE = new Findings(0, List.of());

    public Findings {
      listed = List.copyOf(listed);
    }

    /** These and others. */
    public Findings and(Findings others) {
      return new Findings(
          days + others.days, Stream.concat(listed.stream(), others.listed.stream()).toList());
    }
  }

  /**
   * A day that differs.
   *
   * @param what is compared with what, for people
   * @param fields the first that differ
   * @param moreFields how many others do
   */
  record DayDifference(
      String what,
      MerchantId merchantId,
      LocalDate date,
      List<FieldDifference> fields,
      int moreFields) {

    private static final int LISTED = 50;

    public DayDifference {
      fields = List.copyOf(fields);
    }

    /** A day with everything that differs. */
    public static DayDifference of(
        String what, MerchantId merchantId, LocalDate date, List<FieldDifference> all) {
      List<FieldDifference> first = all.stream().limit(LISTED).toList();
      return new DayDifference(what, merchantId, date, first, all.size() - first.size());
    }
  }

  /**
   * A field that differs.
   *
   * @param field its path, as {@code totals.refunds} or {@code orders.o-1.status}
   */
  record FieldDifference(String field, String one, String other) {}
}
