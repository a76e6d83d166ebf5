package dev.mocha.application.switching;

import dev.mocha.application.failures.Unavailable;
import dev.mocha.application.reporting.OrderQuery;
import dev.mocha.domain.ordering.MerchantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
   * @throws CallerNotServed when the path does not serve this caller
   * @throws ReportUnavailable when the path does not respond
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
  class CallerNotServed extends ReportUnavailable {
    private static final long serialVersionUID = 1;

    public CallerNotServed(String reason) {
      super(reason);
    }
  }

  /** The path does not respond, or not in time. The reason is for the log only. */
  class ReportUnavailable extends Unavailable {
    private static final long serialVersionUID = 1;

    public ReportUnavailable(String reason) {
      this(reason, null);
    }

    public ReportUnavailable(String reason, @Nullable Throwable cause) {
      super(reason, cause, "The report is not available at the moment; try again.", 5);
    }
  }
}
