package dev.mocha.application.switching;

import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** A way to a merchant's report: the primary or the candidate. */
public interface ReportPath {

  /**
   * A request of a merchant's app.
   *
   * @param credential of the caller, passed on unchanged
   */
  record Request(MerchantId merchantId, LocalDate date, OrderQuery orders, String credential) {

    /** Without the credential, which must not be logged. */
    @Override
    public String toString() {
      return "the report of %s on %s".formatted(merchantId.value(), date);
    }
  }

  /**
   * A report, ready to be sent.
   *
   * @param completeTo the report contains everything that was committed before this moment
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes to be written
  record Response(byte[] body, Instant completeTo) {}

  /**
   * Fetches a report; empty for an unknown merchant.
   *
   * @throws Refused when the path does not serve this caller
   * @throws Unavailable when the path does not respond
   */
  Optional<Response> fetch(Request request);

  /**
   * Reads the fields of a response by their paths. The path of an order's field has the order's id,
   * such as {@code orders.items.o-1.status}.
   */
  interface Fields {

    Map<String, String> of(Response response);
  }

  /** The path does not serve this caller, which says nothing about other callers. */
  class Refused extends Unavailable {
    private static final long serialVersionUID = 1;

    public Refused(String reason) {
      super(reason);
    }
  }

  /** The path does not respond, or not in time. */
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
