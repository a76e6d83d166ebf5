package dev.mocha.application.switching;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * A way to a merchant's report: from the main service's own tables, or from the reports service.
 */
public interface ReportPath {

  /**
   * What merchants' apps ask for.
   *
   * @param credential of the caller, handed on as it came
   */
  record Question(MerchantId merchantId, LocalDate date, OrderQuery orders, String credential) {

    /** Without the credential, which does not belong into logs. */
    @Override
    public String toString() {
      return "the report of %s on %s".formatted(merchantId.value(), date);
    }
  }

  /**
   * A report, ready to be sent.
   *
   * @param completeTo everything that was committed before this moment is in it
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes to be written
  record Answer(byte[] body, Instant completeTo) {}

  /**
   * The report; empty where nobody knows the merchant.
   *
   * @throws Refused when this caller gets none
   * @throws Unavailable when there is no answer now
   */
  Optional<Answer> ask(Question question);

  /**
   * What an answer says, by the path of each field; an order's fields stand under its id, such as
   * {@code orders.items.o-1.status}.
   */
  interface Fields {

    Map<String, String> of(Answer answer);
  }

  /** The path does not serve this caller, which says nothing of others. */
  class Refused extends Unavailable {
    private static final long serialVersionUID = 1;

    public Refused(String reason) {
      super(reason);
    }
  }

  /** The path does not answer, or not in time. */
  class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unavailable(String reason) {
      super(reason);
    }

    public Unavailable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
